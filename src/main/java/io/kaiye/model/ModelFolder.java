package io.kaiye.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Graph;
import io.kaiye.graph.OnnxFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The artefact folder: what training makes, the registry stores, serving opens and users export.
 *
 * <p>Neural: {@code model.onnx}, {@code tokenizer.json}, {@code config.json} as Hugging Face tools
 * read it, {@code kaiye.json}. Adapter: {@code adapter.safetensors} instead of graph and tokeniser,
 * which are those of the base. Linear: {@code linear.bin}, {@code kaiye.json}. Blend: the files of
 * a neural and of a linear model.
 */
public final class ModelFolder {
    public static final String GRAPH = "model.onnx";
    public static final String TOKENIZER = "tokenizer.json";
    public static final String CONFIG = "config.json";
    public static final String INFO = "kaiye.json";
    public static final String LINEAR = "linear.bin";

    private static final List<String> CONTENT =
            List.of(GRAPH, TOKENIZER, CONFIG, LINEAR, AdapterFile.NAME);

    private ModelFolder() {}

    /** Writes a classifier made of a base and a head, as one graph. */
    public static ModelInfo writeClassifier(Path folder, Base base, Head head) {
        Graph graph = EncoderGraph.withHead(EncoderGraph.of(base), head);
        return write(
                folder,
                graph,
                base,
                info(base, ModelKind.NEURAL, head.labels(), head.temperature()));
    }

    /**
     * Writes a classifier whose graph was learnt whole.
     *
     * @param graph with outputs {@code logits} (before the temperature) and {@code
     *     sentence_embedding}, made by {@link EncoderGraph}
     * @param temperature the scores are divided by it
     */
    public static ModelInfo writeTuned(
            Path folder, Base base, Graph graph, List<String> labels, double temperature) {
        return write(
                folder,
                EncoderGraph.withTemperature(graph, temperature),
                base,
                info(base, ModelKind.NEURAL, labels, temperature));
    }

    /** Writes a bare encoder: embeddings, no labels. */
    public static ModelInfo writeEncoder(Path folder, Base base) {
        return write(
                folder, EncoderGraph.of(base), base, info(base, ModelKind.NEURAL, List.of(), 1));
    }

    /**
     * Writes what was learnt apart from the base, which is needed to open the folder again: see
     * {@link Bases#keep}.
     *
     * @param learnt as for {@link AdapterFile#write}
     * @param temperature the scores are divided by it
     */
    public static ModelInfo writeAdapter(
            Path folder,
            Base base,
            AdapterFile.Learnt learnt,
            List<String> labels,
            double temperature) {
        ModelInfo info = info(base, ModelKind.ADAPTER, labels, temperature);
        create(folder);
        writeConfig(folder, base, info);
        AdapterFile.write(folder, base, learnt, temperature);
        return writeInfo(folder, info);
    }

    /**
     * Makes a neural model's folder that of a blend: the scores of both parts are added.
     *
     * @param folder of a classifier whose temperature is {@code temperature} / the factor that its
     *     scores are to be multiplied by
     * @param temperature the sum is divided by it
     */
    public static ModelInfo writeBlend(Path folder, LinearModel linear, double temperature) {
        ModelInfo neural = readInfo(folder);
        if (!neural.labels().equals(linear.info().labels())) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "The parts of a blend have different labels.");
        }
        linear.writeFile(folder);
        return writeInfo(folder, neural.blended(temperature));
    }

    /** Puts graph and tokeniser of the merged model beside an adapter, for plain ONNX Runtime. */
    public static void writeWhole(Path folder) {
        copy(tokenizer(folder), folder.resolve(TOKENIZER));
        OnnxFile.write(readGraph(folder), folder.resolve(GRAPH));
    }

    /**
     * Writes {@code target} as {@code source} with another graph, quantised for instance.
     *
     * @param precision float32 or int8
     */
    public static ModelInfo writeVariant(Path source, Path target, Graph graph, String precision) {
        ModelInfo info = readInfo(source);
        create(target);
        copy(tokenizer(source), target.resolve(TOKENIZER));
        copy(source.resolve(CONFIG), target.resolve(CONFIG));
        if (info.kind() == ModelKind.BLEND) {
            copy(source.resolve(LINEAR), target.resolve(LINEAR));
        }
        OnnxFile.write(graph, target.resolve(GRAPH));
        return writeInfo(target, info.merged().withPrecision(precision));
    }

    /** Reads the graph of a neural model's folder; that of an adapter is merged into its base. */
    public static Graph readGraph(Path folder) {
        ModelInfo info = readInfo(folder);
        if (info.kind() != ModelKind.ADAPTER) {
            return OnnxFile.read(folder.resolve(GRAPH));
        }
        Adapter adapter = AdapterFile.read(folder);
        return adapter.merged(base(adapter), info.labels());
    }

    /** Where the tokeniser of a neural model is: in its folder, or in that of its base. */
    static Path tokenizer(Path folder) {
        return readInfo(folder).kind() == ModelKind.ADAPTER
                ? base(AdapterFile.read(folder)).tokenizer()
                : folder.resolve(TOKENIZER);
    }

    private static Base base(Adapter adapter) {
        return new Bases(CacheFolder.find()).find(adapter.base(), adapter.baseHash());
    }

    /**
     * Reads and checks what the folder says it is.
     *
     * @throws KaiyeException INVALID_FILE if it is no artefact folder, CORRUPT_FILE if a file is
     *     missing or damaged
     */
    public static ModelInfo readInfo(Path folder) {
        Path file = folder.resolve(INFO);
        if (!Files.isRegularFile(file)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    folder
                            + " is not a model folder: it has no "
                            + INFO
                            + ". Give a folder made by: kaiye models export NAME FOLDER");
        }
        ModelInfo info = Json.read(file, ModelInfo.class);
        List<String> needed = needed(info.kind());
        for (String name : needed) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw new KaiyeException(
                        ErrorCode.CORRUPT_FILE,
                        folder + " has no " + name + "; copy or export the whole folder again.");
            }
        }
        return info;
    }

    /**
     * A folder with the same model in one piece: {@code folder} itself, or for an adapter {@code
     * workFolder}, where it is merged into its base.
     */
    public static Path whole(Path folder, Path workFolder) {
        if (readInfo(folder).kind() != ModelKind.ADAPTER) {
            return folder;
        }
        writeVariant(folder, workFolder, readGraph(folder), ModelInfo.FLOAT32);
        return workFolder;
    }

    /** The files that a folder must have beside {@code kaiye.json}. */
    public static List<String> needed(ModelKind kind) {
        return switch (kind) {
            case NEURAL -> List.of(GRAPH, TOKENIZER, CONFIG);
            case ADAPTER -> List.of(AdapterFile.NAME, CONFIG);
            case LINEAR -> List.of(LINEAR);
            case BLEND -> List.of(GRAPH, TOKENIZER, CONFIG, LINEAR);
        };
    }

    /** Writes {@code kaiye.json}, last of all files, with the size of the others filled in. */
    public static ModelInfo writeInfo(Path folder, ModelInfo info) {
        ModelInfo sized = info.withSizeBytes(size(folder));
        AtomicFiles.write(
                folder.resolve(INFO),
                out -> out.write(Json.pretty(sized).getBytes(StandardCharsets.UTF_8)));
        return sized;
    }

    static ModelInfo info(Base base, ModelKind kind, List<String> labels, double temperature) {
        return new ModelInfo(
                ModelInfo.FORMAT,
                kind,
                labels,
                base.dimension(),
                base.maxTokens(),
                base.pooling(),
                base.language(),
                temperature,
                base.name(),
                ModelInfo.FLOAT32,
                0);
    }

    private static ModelInfo write(Path folder, Graph graph, Base base, ModelInfo info) {
        create(folder);
        copy(base.tokenizer(), folder.resolve(TOKENIZER));
        writeConfig(folder, base, info);
        OnnxFile.write(graph, folder.resolve(GRAPH));
        return writeInfo(folder, info);
    }

    private static void writeConfig(Path folder, Base base, ModelInfo info) {
        AtomicFiles.write(
                folder.resolve(CONFIG),
                out -> out.write(Json.pretty(config(base, info)).getBytes(StandardCharsets.UTF_8)));
    }

    /** The base's own configuration with the labels in it. */
    private static JsonNode config(Base base, ModelInfo info) {
        ObjectNode config = HuggingFaceConfig.read(base.folder());
        config.put("max_position_embeddings", info.maxTokens());
        config.put("hidden_size", info.dimension());
        if (info.classifies()) {
            config.putArray("architectures").add("BertForSequenceClassification");
            config.put("problem_type", "single_label_classification");
            ObjectNode byId = config.putObject("id2label");
            ObjectNode byLabel = config.putObject("label2id");
            for (int i = 0; i < info.labels().size(); i++) {
                byId.put(String.valueOf(i), info.labels().get(i));
                byLabel.put(info.labels().get(i), i);
            }
        }
        return config;
    }

    private static long size(Path folder) {
        try {
            long bytes = 0;
            for (String name : CONTENT) {
                Path file = folder.resolve(name);
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
            return bytes;
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw AtomicFiles.failure(to, e);
        }
    }
}
