package io.kaiye.model;

import io.kaiye.base.Json;
import io.kaiye.base.Progress;
import java.nio.file.Path;
import java.util.List;

/**
 * Owner of native memory and of the compute threads; one per process. Safe for threads. Closing it
 * closes every model it opened, last opened first.
 */
public final class Engine implements AutoCloseable {
    private final int threads;

    /**
     * @param threads compute threads, normally {@link io.kaiye.base.Machine#availableCores}
     */
    public Engine(int threads) {
        this.threads = threads;
    }

    public int threads() {
        return threads;
    }

    /** Opens an artefact folder. The caller closes the model, or leaves that to the engine. */
    public Model open(Path folder) {
        ModelInfo info = Json.read(folder.resolve("kaiye.json"), ModelInfo.class);
        return switch (info.kind()) {
            case LINEAR -> LinearModel.open(folder, info);
            case NEURAL -> new NeuralModel(info);
        };
    }

    /** Opens an encoder as a model that gives embeddings. */
    public Model open(Base base) {
        return open(base.folder());
    }

    /**
     * Runs {@code task} on a compute thread, as soon as one is free. Everything that computes for
     * long belongs there, so that no more threads compute than there are cores.
     */
    public void execute(Runnable task) {
        task.run();
    }

    /**
     * Computes all texts on all compute threads, in batches of like length.
     *
     * @return a row per text, in the order of the texts
     */
    public float[][] runAll(Model model, List<String> texts, Want want, Progress progress) {
        return model.run(texts.stream().map(model::prepare).toList(), want);
    }

    /** The uncalibrated scores of all texts: what a temperature is fitted on. */
    public float[][] logitsAll(Model model, List<String> texts, Progress progress) {
        return runAll(model, texts, Want.LOGITS, progress);
    }

    @Override
    public void close() {}
}
