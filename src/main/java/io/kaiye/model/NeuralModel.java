package io.kaiye.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * An ONNX graph with its tokeniser: inputs {@code input_ids}, {@code attention_mask} and, if the
 * graph has it, {@code token_type_ids}; outputs {@code sentence_embedding} and, for a classifier,
 * {@code logits}. Safe for threads.
 */
public final class NeuralModel implements Model {
    static final String INPUT_IDS = "input_ids";
    static final String ATTENTION_MASK = "attention_mask";
    static final String TOKEN_TYPE_IDS = "token_type_ids";
    static final String LOGITS = "logits";
    static final String EMBEDDING = "sentence_embedding";

    private final ModelInfo info;
    private final OpenGraph graph;
    private final Map<String, OnnxTensor> fixed;
    private final Runnable release;
    private final boolean takesTypes;
    private final Consumer<Model> whenClosed;
    private final ConcurrentLinkedQueue<Workspace> workspaces = new ConcurrentLinkedQueue<>();

    /** Readers use the native parts, the writer frees them. */
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();

    private boolean closed;

    /**
     * @param fixed inputs that are the same for every batch, such as the weights of an adapter
     * @param release gives back graph and fixed inputs, called once when nobody computes any more
     */
    NeuralModel(
            ModelInfo info,
            OpenGraph graph,
            Map<String, OnnxTensor> fixed,
            Runnable release,
            Consumer<Model> whenClosed) {
        this.info = info;
        this.graph = graph;
        this.fixed = fixed;
        this.release = release;
        this.takesTypes = graph.session().getInputNames().contains(TOKEN_TYPE_IDS);
        this.whenClosed = whenClosed;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public Input prepare(String text) {
        lifetime.readLock().lock();
        try {
            requireOpen();
            return graph.tokenizer().encode(text);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    @Override
    public float[][] run(List<Input> batch, Want want) {
        float[][] rows = compute(batch, output(want));
        switch (want) {
            case PROBABILITIES -> {
                for (float[] row : rows) {
                    Softmax.of(row, 1);
                }
            }
            case LOGITS -> {
                for (float[] row : rows) {
                    for (int i = 0; i < row.length; i++) {
                        row[i] *= (float) info.temperature();
                    }
                }
            }
            case EMBEDDING -> {}
        }
        return rows;
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            workspaces.clear();
            release.run();
        } finally {
            lifetime.writeLock().unlock();
        }
        whenClosed.accept(this);
    }

    private String output(Want want) {
        return switch (want) {
            case EMBEDDING -> EMBEDDING;
            case PROBABILITIES, LOGITS -> {
                if (!info.classifies()) {
                    throw new KaiyeException(
                            ErrorCode.UNSUPPORTED_MODEL,
                            "This model is a bare encoder ("
                                    + info.base()
                                    + "): it gives embeddings, no labels. Train a classifier:"
                                    + " kaiye train NAME --data DATASET");
                }
                yield LOGITS;
            }
        };
    }

    private float[][] compute(List<Input> batch, String output) {
        lifetime.readLock().lock();
        try {
            requireOpen();
            Workspace workspace = workspaces.poll();
            if (workspace == null) {
                workspace = new Workspace();
            }
            workspace.fill(batch, graph.padToken());
            float[][] rows = call(workspace, output, batch.size());
            workspaces.add(workspace);
            return rows;
        } catch (OrtException e) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL,
                    "ONNX Runtime failed on a batch of " + batch.size() + ": " + e.getMessage(),
                    e);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private float[][] call(Workspace workspace, String output, int rows) throws OrtException {
        OrtEnvironment environment = graph.environment();
        try (OnnxTensor ids = workspace.ids(environment);
                OnnxTensor mask = workspace.mask(environment);
                OnnxTensor types = workspace.types(environment)) {
            Map<String, OnnxTensor> inputs = HashMap.newHashMap(3 + fixed.size());
            inputs.putAll(fixed);
            inputs.put(INPUT_IDS, ids);
            inputs.put(ATTENTION_MASK, mask);
            if (takesTypes) {
                inputs.put(TOKEN_TYPE_IDS, types);
            }
            try (OrtSession.Result result = graph.session().run(inputs, Set.of(output))) {
                return rows(((OnnxTensor) result.get(0)).getFloatBuffer(), rows);
            }
        }
    }

    private static float[][] rows(FloatBuffer values, int rows) {
        float[][] result = new float[rows][values.remaining() / rows];
        for (float[] row : result) {
            values.get(row);
        }
        return result;
    }

    private void requireOpen() {
        if (closed) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "The model was closed while somebody still used it.");
        }
    }
}
