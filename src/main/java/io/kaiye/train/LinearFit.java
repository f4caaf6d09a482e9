package io.kaiye.train;

import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Temperature;
import io.kaiye.model.Engine;
import io.kaiye.model.LinearModel;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import io.kaiye.model.Pooling;
import io.kaiye.model.Want;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes linear models: counts the grams of all texts once, chooses settings within the rows to
 * learn from, fits, and scores the held-out rows exactly as the stored model would. The same task
 * and seed give the same bytes, whatever the number of threads. One task; one thread at a time.
 */
public final class LinearFit implements Fitted {
    /**
     * What an average margin of 1 is to mean before a temperature is fitted: right in 99 of 100.
     */
    private static final double SURE = 0.99;

    private final LinearTask task;
    private final Workers workers;
    private final Progress progress;
    private final LinearCorpus corpus;
    private final int[] truth;
    private final LinearSettings settings;
    private final int tried;
    private final float[][] duals;
    private final LinearModel measured;
    private final double fitSeconds;

    /**
     * Chooses and fits on the compute threads of an engine.
     *
     * @param labels of the model, at least two; their order is the order of the scores
     * @param fitting rows to learn from, at least one
     * @param heldOut rows to be measured on; learnt from only in a refit
     * @param language en, zh, mixed or other
     * @throws io.kaiye.base.KaiyeException TOO_LARGE if the labels do not fit the memory
     */
    public static LinearFit of(
            List<String> labels,
            List<Example> fitting,
            List<Example> heldOut,
            String language,
            long seed,
            Engine engine,
            Progress progress) {
        return new LinearFit(
                new LinearTask(labels, fitting, heldOut, language, seed), engine, progress);
    }

    private LinearFit(LinearTask task, Engine engine, Progress progress) {
        this.task = task;
        this.workers = new Workers(engine);
        this.progress = progress;
        this.truth = task.truth();
        List<String> texts = task.texts();
        List<LinearSettings> plans =
                new LinearPlans(texts, task.labels().size(), Runtime.getRuntime().maxMemory())
                        .plans(task.language());
        try (Progress.Task reading = progress.start("Reading texts", texts.size(), "texts")) {
            this.corpus =
                    LinearCorpus.read(texts, LinearPlans.union(plans), engine::execute, reading);
        }
        int[] fitting = IntStream.range(0, task.fitting().size()).toArray();
        LinearSearch search =
                new LinearSearch(corpus, fitting, truth, labels(), task.seed(), workers);
        this.settings = search.choose(plans);
        this.tried = search.tried();
        long start = System.nanoTime();
        Made made = fit(fitting, 1, new float[0][]);
        this.fitSeconds = (System.nanoTime() - start) / 1e9;
        this.duals = made.duals;
        this.measured = made.model;
    }

    /** Scores of the held-out rows before a temperature, [held-out rows][labels]. */
    @Override
    public float[][] heldOutScores() {
        float[][] scores = new float[task.heldOut().size()][];
        workers.forEach(
                scores.length,
                row ->
                        scores[row] =
                                measured.run(
                                                List.of(
                                                        measured.prepare(
                                                                task.heldOut().get(row).text())),
                                                Want.LOGITS)[0]);
        return scores;
    }

    /** The temperature that suits the held-out rows. */
    public double temperature() {
        int[] heldOutTruth = Arrays.copyOfRange(truth, task.fitting().size(), truth.length);
        return Temperature.fit(heldOutScores(), heldOutTruth);
    }

    /** Everything chosen, for reports and provenance. */
    @Override
    public Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>(settings.described());
        all.put("features", measured.info().dimension());
        all.put("settingsTried", tried);
        return all;
    }

    /**
     * Writes the artefact folder.
     *
     * @param refit true to learn from all rows first, held-out ones included
     */
    @Override
    public ModelInfo write(Path folder, double temperature, boolean refit) {
        return model(temperature, refit).write(folder);
    }

    /** The model, in a refit learnt from all rows. */
    LinearModel model(double temperature, boolean refit) {
        if (!refit) {
            return measured.withTemperature(temperature);
        }
        int[] all = IntStream.range(0, corpus.rows()).toArray();
        return fit(all, temperature, duals).model;
    }

    /** What the last fit took, once the texts were read and the settings chosen. */
    double fitSeconds() {
        return fitSeconds;
    }

    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    private record Made(LinearModel model, float[][] duals) {}

    private Made fit(int[] rows, double temperature, float[][] start) {
        LinearVocabulary vocabulary = new LinearVocabulary(corpus, settings, rows, truth, labels());
        LinearMatrix matrix = vocabulary.matrix(rows);
        int[] labelsOfRows = IntStream.of(rows).map(row -> truth[row]).toArray();
        try (Progress.Task fitting =
                progress.start("Fitting classes", LinearClassifiers.blocks(labels()), "blocks")) {
            LinearClassifiers classifiers =
                    LinearClassifiers.fit(
                            matrix,
                            labelsOfRows,
                            labels(),
                            settings.cost(),
                            LinearClassifiers.TOLERANCE,
                            task.seed(),
                            start,
                            workers,
                            () -> fitting.advance(1));
            classifiers.scale(sureness());
            LinearModel model =
                    new LinearModel(
                            info(vocabulary.size(), temperature),
                            vocabulary.features(),
                            classifiers.weights(),
                            classifiers.bias());
            return new Made(model, classifiers.duals());
        }
    }

    /**
     * What margins are multiplied by, so that one label at +1 and all others at -1 is {@link #SURE}
     * under temperature 1. Held-out rows correct that; where they hold no mistake they cannot.
     */
    private float sureness() {
        return (float) (StrictMath.log(SURE / (1 - SURE) * (labels() - 1)) / 2);
    }

    private ModelInfo info(int features, double temperature) {
        return new ModelInfo(
                ModelInfo.FORMAT,
                ModelKind.LINEAR,
                task.labels(),
                features,
                0,
                Pooling.NONE,
                task.language(),
                temperature,
                "",
                ModelInfo.FLOAT32,
                0);
    }

    private int labels() {
        return task.labels().size();
    }
}
