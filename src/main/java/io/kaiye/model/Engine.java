package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Owner of native memory and of the compute threads; one per process. Safe for threads. Closing it
 * closes every model it opened, last opened first.
 */
public final class Engine implements AutoCloseable {
    /** How long {@link #close} waits for the batches under way. */
    public static final Duration CLOSE_TIME_MAX = Duration.ofSeconds(10);

    private static final int PREPARE_TOGETHER = 64;

    private final ComputePool pool;
    private final SharedBases bases = new SharedBases();
    private final Deque<Model> open = new ArrayDeque<>();
    private boolean closed;

    /**
     * Makes the threads; native libraries are loaded when the first neural model is opened.
     *
     * @param threads compute threads, at least 1; normally {@link
     *     io.kaiye.base.Machine#availableCores}
     */
    public Engine(int threads) {
        if (threads < 1) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT, threads + " compute threads; at least 1 is needed");
        }
        this.pool = new ComputePool(threads);
    }

    public int threads() {
        return pool.threads();
    }

    /**
     * The version of ONNX Runtime, which is loaded for that.
     *
     * @throws KaiyeException INTERNAL or UNSUPPORTED_MODEL if the native libraries cannot be loaded
     */
    public static String runtimeVersion() {
        return Natives.environment().getVersion();
    }

    /**
     * Opens an artefact folder. All adapters of one base that are open share its weights, which
     * stay in memory until the last of them is closed. The caller closes the model, or leaves that
     * to the engine.
     *
     * @throws KaiyeException UNSUPPORTED_MODEL or CORRUPT_FILE, naming what is missing or wrong;
     *     UNSUPPORTED_MODEL for an adapter whose base is not here, saying which and what to do
     */
    public Model open(Path folder) {
        ModelInfo info = ModelFolder.readInfo(folder);
        return switch (info.kind()) {
            case LINEAR -> LinearModel.open(folder, info); // heap only: nothing to own
            case NEURAL -> keep(Sessions.open(folder, info, this::forget));
            case ADAPTER -> keep(bases.open(folder, info, this::forget));
            case BLEND -> keep(blend(folder, info));
        };
    }

    private Model blend(Path folder, ModelInfo info) {
        LinearModel linear = LinearModel.open(folder, info.linearPart());
        NeuralModel neural = Sessions.open(folder, info.neuralPart(), part -> {});
        return new BlendModel(info, neural, linear, this::forget);
    }

    /** Opens an encoder as a model that gives embeddings; it has no labels. */
    public Model open(Base base) {
        return keep(Sessions.open(base, this::forget));
    }

    /**
     * Runs {@code task} on a compute thread as soon as one is free. Everything that computes for
     * long belongs there, so that no more threads compute than there are cores.
     */
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /**
     * Calls {@code work} with 0 … count-1, each once, on all compute threads, and returns when all
     * have ended. After a failure no new index is begun and that failure is thrown.
     *
     * @throws KaiyeException SHUTTING_DOWN if the caller is interrupted; it stays interrupted
     */
    public void forEach(int count, IntConsumer work) {
        pool.forEach(count, work);
    }

    /**
     * Computes all texts on all compute threads, in batches of like length.
     *
     * @return a row per text, in the order of the texts: [texts, labels] or [texts, dimension]
     */
    public float[][] runAll(Model model, List<String> texts, Want want, Progress progress) {
        Input[] inputs = new Input[texts.size()];
        pool.forEach(
                (inputs.length + PREPARE_TOGETHER - 1) / PREPARE_TOGETHER,
                chunk -> prepare(model, texts, inputs, chunk * PREPARE_TOGETHER));
        List<int[]> plan = plan(model, inputs).reversed();
        float[][] rows = new float[inputs.length][];
        try (Progress.Task task = progress.start(title(want), inputs.length, "texts")) {
            pool.forEach(
                    plan.size(),
                    number -> {
                        int[] batch = plan.get(number);
                        scatter(model.run(gather(inputs, batch), want), batch, rows);
                        task.advance(batch.length);
                    });
        }
        return rows;
    }

    /** The uncalibrated scores of all texts: what a temperature is fitted on. */
    public float[][] logitsAll(Model model, List<String> texts, Progress progress) {
        return runAll(model, texts, Want.LOGITS, progress);
    }

    /** Ends the threads, then closes the models that are still open, the last one first. */
    @Override
    public void close() {
        synchronized (open) {
            closed = true;
        }
        pool.close();
        RuntimeException failure = null;
        for (Model model = last(); model != null; model = last()) {
            try {
                model.close();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** How many bases are open because adapters use them. */
    int basesOpen() {
        return bases.count();
    }

    private <M extends Model> M keep(M model) {
        synchronized (open) {
            if (!closed) {
                open.addLast(model);
                return model;
            }
        }
        model.close();
        throw new KaiyeException(ErrorCode.SHUTTING_DOWN, "The engine is closed.");
    }

    private void forget(Model model) {
        synchronized (open) {
            open.remove(model);
        }
    }

    private @Nullable Model last() {
        synchronized (open) {
            return open.pollLast();
        }
    }

    private static void prepare(Model model, List<String> texts, Input[] inputs, int from) {
        for (int i = from; i < Math.min(inputs.length, from + PREPARE_TOGETHER); i++) {
            inputs[i] = model.prepare(texts.get(i));
        }
    }

    /** Padding costs a linear model nothing, so its batches are only there to spread the work. */
    private static List<int[]> plan(Model model, Input[] inputs) {
        int[] lengths = Arrays.stream(inputs).mapToInt(Input::length).toArray();
        return switch (model.info().kind()) {
            case NEURAL, ADAPTER, BLEND ->
                    BatchPlan.of(lengths, BatchPlan.TOKEN_BUDGET, BatchPlan.ITEMS_MAX);
            case LINEAR -> BatchPlan.of(lengths, Integer.MAX_VALUE, BatchPlan.ITEMS_MAX);
        };
    }

    private static List<Input> gather(Input[] inputs, int[] batch) {
        return Arrays.stream(batch).mapToObj(index -> inputs[index]).toList();
    }

    private static void scatter(float[][] from, int[] batch, float[][] rows) {
        for (int i = 0; i < batch.length; i++) {
            rows[batch[i]] = from[i];
        }
    }

    private static String title(Want want) {
        return switch (want) {
            case PROBABILITIES, LOGITS -> "Classifying";
            case EMBEDDING -> "Encoding";
        };
    }
}
