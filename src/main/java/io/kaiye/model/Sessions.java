package io.kaiye.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Graph;
import io.kaiye.graph.OnnxFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Opens graphs in ONNX Runtime with the settings that Kaiye wants. Safe for threads. */
final class Sessions {
    private Sessions() {}

    /** A model out of an artefact folder. */
    static NeuralModel open(Path folder, ModelInfo info, Consumer<Model> whenClosed) {
        Graph graph = ModelFolder.readGraph(folder);
        return open(graph, info, folder, whenClosed);
    }

    /** A base as a model that gives embeddings. */
    static NeuralModel open(Base base, Consumer<Model> whenClosed) {
        ModelInfo info = ModelFolder.info(base, List.of(), 1);
        return open(EncoderGraph.of(base), info, base.folder(), whenClosed);
    }

    private static NeuralModel open(
            Graph graph, ModelInfo info, Path folder, Consumer<Model> whenClosed) {
        OrtEnvironment environment = Natives.environment();
        TextTokenizer tokenizer =
                TextTokenizer.open(folder.resolve(ModelFolder.TOKENIZER), info.maxTokens());
        try {
            OrtSession session = session(environment, OnnxFile.bytes(graph), folder);
            requireOutputs(session, info, folder);
            return new NeuralModel(
                    info,
                    environment,
                    session,
                    tokenizer,
                    HuggingFaceConfig.padToken(folder),
                    whenClosed);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /**
     * One thread per call, because the callers are as many as the cores; no spinning, because idle
     * threads that spin steal from those that work; no memory patterns, because every shape of a
     * batch would leave one behind.
     */
    private static OrtSession session(OrtEnvironment environment, byte[] graph, Path folder) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setMemoryPatternOptimization(false);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            return environment.createSession(graph, options);
        } catch (OrtException e) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "ONNX Runtime refuses the model in " + folder + ": " + e.getMessage(),
                    e);
        }
    }

    private static void requireOutputs(OrtSession session, ModelInfo info, Path folder) {
        Set<String> needed =
                info.classifies()
                        ? Set.of(NeuralModel.LOGITS, NeuralModel.EMBEDDING)
                        : Set.of(NeuralModel.EMBEDDING);
        if (!session.getOutputNames().containsAll(needed)) {
            Set<String> found = session.getOutputNames();
            close(session);
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    folder
                            + " holds a graph with the outputs "
                            + found
                            + ", but its kaiye.json promises "
                            + needed
                            + "; copy or export the whole folder again.");
        }
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "ONNX Runtime cannot close: " + e.getMessage(), e);
        }
    }
}
