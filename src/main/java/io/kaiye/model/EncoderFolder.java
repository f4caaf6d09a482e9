package io.kaiye.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.graph.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An encoder that somebody exported from Hugging Face: {@code model.onnx} or {@code
 * onnx/model.onnx}, {@code tokenizer.json}, and where they are there {@code config.json}, {@code
 * sentence_bert_config.json}, {@code modules.json} and {@code 1_Pooling/config.json}.
 */
final class EncoderFolder {
    private static final int NAMES_SHOWN = 6;

    private static final int TOKENS_OTHERWISE = 512;

    /** These count positions from 2 on. */
    private static final Set<String> TWO_POSITIONS_LESS =
            Set.of("roberta", "xlm-roberta", "camembert", "mpnet");

    private static final List<String> BESIDE =
            List.of(
                    ModelFolder.TOKENIZER,
                    ModelFolder.CONFIG,
                    "sentence_bert_config.json",
                    "modules.json",
                    "1_Pooling/config.json");

    private final Path folder;
    private final List<String> bundled;

    EncoderFolder(Path folder, List<String> bundled) {
        this.folder = folder;
        this.bundled = bundled;
    }

    Base open() {
        Path model = requireFiles();
        EncoderLayout layout = layout(model);
        Vocabulary vocabulary = Vocabulary.read(folder.resolve(ModelFolder.TOKENIZER));
        checkVocabulary(vocabulary, layout);
        Pooling pooling = layout.pooled() ? Pooling.POOLED : pooling();
        int maxTokens = maxTokens();
        List<Path> files = new ArrayList<>(List.of(model, folder.resolve(ModelFolder.TOKENIZER)));
        files.addAll(externalData(model));
        return new Base(
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                folder.toAbsolutePath().normalize(),
                model.toAbsolutePath().normalize(),
                pooling,
                maxTokens,
                dimension(layout),
                vocabulary.language(),
                ContentHash.of(files, pooling, maxTokens));
    }

    /** The files that {@link #open} may look at, those that are there. */
    static List<Path> files(Base base) {
        List<Path> files = new ArrayList<>(List.of(base.model()));
        files.addAll(externalData(base.model()));
        for (String name : BESIDE) {
            Path file = base.folder().resolve(name);
            if (Files.isRegularFile(file)) {
                files.add(file);
            }
        }
        return files;
    }

    private Path requireFiles() {
        if (!Files.isDirectory(folder)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "No base called "
                            + folder
                            + " and no such folder. Bundled: "
                            + String.join(", ", bundled)
                            + ". Or give the folder of a Hugging Face export with model.onnx and"
                            + " tokenizer.json.");
        }
        Path model =
                Stream.of("model.onnx", "onnx/model.onnx")
                        .map(folder::resolve)
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .orElseThrow(() -> missing("model.onnx or onnx/model.onnx"));
        if (!Files.isRegularFile(folder.resolve(ModelFolder.TOKENIZER))) {
            throw missing(ModelFolder.TOKENIZER);
        }
        return model;
    }

    private KaiyeException missing(String what) {
        return new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL,
                folder
                        + " has no "
                        + what
                        + "; it has "
                        + listing()
                        + ". Name a folder that holds an encoder; one is made with: optimum-cli"
                        + " export onnx --model NAME --task feature-extraction FOLDER");
    }

    private String listing() {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
            return names.isEmpty() ? "nothing" : Suggestions.list(names, NAMES_SHOWN);
        } catch (IOException e) {
            return "nothing that can be read";
        }
    }

    private EncoderLayout layout(Path model) {
        try {
            return EncoderLayout.of(OnnxFile.read(model));
        } catch (KaiyeException e) {
            String where = e.getMessage().contains(model.toString()) ? "" : model + ": ";
            throw new KaiyeException(e.code(), where + e.getMessage(), e);
        }
    }

    private void checkVocabulary(Vocabulary vocabulary, EncoderLayout layout) {
        OptionalInt rows = layout.vocabulary();
        if (rows.isPresent() && vocabulary.size() > rows.getAsInt()) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    folder.resolve(ModelFolder.TOKENIZER)
                            + " makes token ids up to "
                            + (vocabulary.size() - 1)
                            + ", but the graph has vectors for "
                            + rows.getAsInt()
                            + " tokens only: tokeniser and graph are of different models. Export"
                            + " both again from one model.");
        }
    }

    /** As 1_Pooling/config.json says; the mean, as sentence-transformers does, if it is missing. */
    private Pooling pooling() {
        checkModules();
        Path file = folder.resolve("1_Pooling").resolve("config.json");
        if (!Files.isRegularFile(file)) {
            return Pooling.MEAN;
        }
        ObjectNode config = HuggingFaceConfig.object(file);
        List<String> modes = new ArrayList<>();
        config.properties()
                .forEach(
                        entry -> {
                            if (entry.getKey().startsWith("pooling_mode_")
                                    && entry.getValue().asBoolean()) {
                                modes.add(entry.getKey());
                            }
                        });
        if (modes.equals(List.of("pooling_mode_cls_token"))) {
            return Pooling.CLS;
        }
        if (modes.equals(List.of("pooling_mode_mean_tokens"))) {
            return Pooling.MEAN;
        }
        throw new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL,
                file
                        + " asks for "
                        + modes
                        + "; pooling_mode_cls_token or pooling_mode_mean_tokens is accepted, one"
                        + " of them.");
    }

    private void checkModules() {
        Path file = folder.resolve("modules.json");
        if (!Files.isRegularFile(file)) {
            return;
        }
        for (JsonNode module : HuggingFaceConfig.node(file)) {
            String type = module.path("type").asText("");
            if (!type.endsWith("Transformer")
                    && !type.endsWith("Pooling")
                    && !type.endsWith("Normalize")) {
                throw new KaiyeException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        file
                                + " has the module "
                                + type
                                + "; Transformer, Pooling and Normalize are accepted. Export it"
                                + " with its modules in the graph: optimum-cli export onnx --model"
                                + " NAME --library sentence_transformers FOLDER");
            }
        }
    }

    /** The smallest limit that any of the files states. */
    private int maxTokens() {
        ObjectNode config = HuggingFaceConfig.read(folder);
        int limit =
                HuggingFaceConfig.number(config, "max_position_embeddings")
                        .orElse(TOKENS_OTHERWISE);
        if (TWO_POSITIONS_LESS.contains(config.path("model_type").asText(""))) {
            limit -= 2;
        }
        ObjectNode sentence = HuggingFaceConfig.object(folder.resolve("sentence_bert_config.json"));
        return Math.min(limit, HuggingFaceConfig.number(sentence, "max_seq_length").orElse(limit));
    }

    private int dimension(EncoderLayout layout) {
        OptionalInt known = layout.dimension();
        return known.isPresent()
                ? known.getAsInt()
                : HuggingFaceConfig.number(HuggingFaceConfig.read(folder), "hidden_size")
                        .orElseThrow(
                                () ->
                                        new KaiyeException(
                                                ErrorCode.UNSUPPORTED_MODEL,
                                                "Neither the graph nor config.json in "
                                                        + folder
                                                        + " says the size of a vector. Put the"
                                                        + " model's config.json (with hidden_size)"
                                                        + " there."));
    }

    /** Files of weights beside the graph, sorted. */
    private static List<Path> externalData(Path model) {
        Path beside = Optional.ofNullable(model.getParent()).orElse(Path.of(""));
        String stem = String.valueOf(model.getFileName());
        try (Stream<Path> files = Files.list(beside)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(model))
                    .filter(
                            file ->
                                    String.valueOf(file.getFileName()).startsWith(stem)
                                            || String.valueOf(file.getFileName()).endsWith(".data"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
