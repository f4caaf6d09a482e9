package io.kaiye.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Machine;
import io.kaiye.graph.EncoderFusion;
import io.kaiye.graph.Graph;
import io.kaiye.graph.LowRankUpdates;
import io.kaiye.graph.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Opens graphs in ONNX Runtime with the settings that Kaiye wants. Safe for threads. */
final class Sessions {
    /** Changes with what {@link EncoderGraph} and {@link EncoderFusion} do to a graph. */
    private static final int POOLED_VERSION = 2;

    /** Changes with that and with {@link LowRankUpdates}. */
    private static final int ADAPTABLE_VERSION = 1;

    /** Larger graphs are opened as they are: fusing takes twice their size in heap. */
    private static final double FUSED_SHARE_OF_HEAP_MAX = 0.25;

    /** ONNX Runtime's BiasGelu takes twice as long as its Gelu after an Add. */
    private static final String SLOW_OPTIMISERS = "BiasGeluFusion";

    private static final Set<OrtException.OrtErrorCode> DAMAGED =
            EnumSet.of(
                    OrtException.OrtErrorCode.ORT_INVALID_PROTOBUF,
                    OrtException.OrtErrorCode.ORT_INVALID_GRAPH,
                    OrtException.OrtErrorCode.ORT_NO_SUCHFILE);

    private static final int UNKNOWN_WIDTH = 0;
    private static final byte[] NOT_FUSED = {};

    private Sessions() {}

    /** A model out of an artefact folder. */
    static NeuralModel open(Path folder, ModelInfo info, Consumer<Model> whenClosed) {
        Path graph = folder.resolve(ModelFolder.GRAPH);
        return model(open(graph, fused(graph), info.maxTokens(), folder), info, graph, whenClosed);
    }

    /** A base as a model that gives embeddings. */
    static NeuralModel open(Base base, Consumer<Model> whenClosed) {
        ModelInfo info = ModelFolder.info(base, ModelKind.NEURAL, List.of(), 1);
        OpenGraph opened =
                cached(
                        base,
                        "pooled" + POOLED_VERSION,
                        () -> EncoderFusion.fuse(EncoderGraph.of(base)));
        return model(opened, info, base.model(), whenClosed);
    }

    /** A base that takes updates of its matrices and a head as inputs. */
    static OpenGraph adaptable(Base base) {
        return cached(
                base,
                "adaptable" + POOLED_VERSION + "." + ADAPTABLE_VERSION,
                () ->
                        EncoderGraph.withHeadAsInputs(
                                LowRankUpdates.asInputs(EncoderFusion.fuse(EncoderGraph.of(base))),
                                base.dimension()));
    }

    /**
     * A graph made of a base. It is kept in the cache folder, because making it anew costs a second
     * and several times its size in memory.
     */
    private static OpenGraph cached(Base base, String what, Supplier<Graph> made) {
        Path graph =
                CacheFolder.find()
                        .resolve("encoders")
                        .resolve(what + "-" + base.contentHash() + ".onnx");
        boolean fresh = !Files.isRegularFile(graph);
        if (fresh) {
            OnnxFile.write(made.get(), graph);
        }
        try {
            return open(graph, NOT_FUSED, base.maxTokens(), base.folder());
        } catch (KaiyeException e) {
            if (fresh) {
                throw e;
            }
            OnnxFile.write(made.get(), graph);
            return open(graph, NOT_FUSED, base.maxTokens(), base.folder());
        }
    }

    /** The bytes of the graph as it is to be run; none if the file itself is to be opened. */
    private static byte[] fused(Path graph) {
        try {
            long heap = Runtime.getRuntime().maxMemory();
            if (Files.size(graph) > heap * FUSED_SHARE_OF_HEAP_MAX) {
                return NOT_FUSED;
            }
        } catch (IOException e) {
            return NOT_FUSED;
        }
        return OnnxFile.bytes(EncoderFusion.fuse(OnnxFile.read(graph)));
    }

    private static NeuralModel model(
            OpenGraph opened, ModelInfo info, Path graph, Consumer<Model> whenClosed) {
        try {
            requireOutputs(opened, info, graph);
            return new NeuralModel(info, opened, Map.of(), opened::close, whenClosed);
        } catch (RuntimeException e) {
            closeAfter(e, opened);
            throw e;
        }
    }

    private static OpenGraph open(Path graph, byte[] fused, int maxTokens, Path folder) {
        OrtEnvironment environment = Natives.environment();
        TextTokenizer tokenizer =
                TextTokenizer.open(folder.resolve(ModelFolder.TOKENIZER), maxTokens);
        try {
            var padToken = HuggingFaceConfig.padToken(folder);
            return new OpenGraph(
                    environment, session(environment, graph, fused), tokenizer, padToken);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static void closeAfter(RuntimeException failure, OpenGraph opened) {
        try {
            opened.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * One thread per call, because the callers are as many as the cores; no spinning, because idle
     * threads that spin steal from those that work; no memory patterns, because every shape of a
     * batch would leave one behind.
     */
    private static OrtSession session(OrtEnvironment environment, Path graph, byte[] fused) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setMemoryPatternOptimization(false);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            options.addConfigEntry("optimization.disable_specified_optimizers", SLOW_OPTIMISERS);
            options.addConfigEntry("session.x64quantprecision", exactInt8() ? "0" : "1");
            return fused.length == 0
                    ? environment.createSession(graph.toString(), options)
                    : environment.createSession(fused, options);
        } catch (OrtException e) {
            throw new KaiyeException(
                    DAMAGED.contains(e.getCode())
                            ? ErrorCode.CORRUPT_FILE
                            : ErrorCode.UNSUPPORTED_MODEL,
                    "ONNX Runtime refuses " + graph + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * True where unsigned times signed bytes cannot overflow: with VNNI instructions, and on ARM.
     * Elsewhere ONNX Runtime must turn the weights into unsigned bytes, which is slower but right.
     */
    private static boolean exactInt8() {
        return System.getProperty("os.arch", "").equals("aarch64")
                || Machine.current().features().stream().anyMatch(name -> name.endsWith("_vnni"));
    }

    /** The graph must give what the description promises, in the promised sizes. */
    private static void requireOutputs(OpenGraph opened, ModelInfo info, Path graph) {
        Map<String, Integer> promised = new TreeMap<>();
        promised.put(NeuralModel.EMBEDDING, info.dimension());
        if (info.classifies()) {
            promised.put(NeuralModel.LOGITS, info.labels().size());
        }
        Map<String, Integer> found = widths(opened);
        boolean kept =
                promised.entrySet().stream()
                        .allMatch(
                                entry -> {
                                    int width = found.getOrDefault(entry.getKey(), -1);
                                    return width == UNKNOWN_WIDTH || width == entry.getValue();
                                });
        if (!kept) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    graph
                            + " has the outputs and widths "
                            + found
                            + ", but its kaiye.json promises "
                            + promised
                            + "; copy or export the whole folder again.");
        }
    }

    /** The last size of each output; {@code UNKNOWN_WIDTH} where the graph does not say. */
    private static Map<String, Integer> widths(OpenGraph opened) {
        Map<String, Integer> widths = new TreeMap<>();
        opened.outputs()
                .forEach(
                        (name, shape) -> {
                            long last = shape.length == 0 ? 0 : shape[shape.length - 1];
                            widths.put(name, last > 0 ? (int) last : UNKNOWN_WIDTH);
                        });
        return widths;
    }
}
