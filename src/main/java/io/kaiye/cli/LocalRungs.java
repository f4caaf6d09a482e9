package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.evaluate.CascadeRung;
import io.kaiye.evaluate.Speed;
import io.kaiye.model.Model;
import io.kaiye.model.ScopedAnswers;
import io.kaiye.model.Want;
import io.kaiye.registry.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Answers held-out rows with the local versions of a route. */
final class LocalRungs {
    /** What the books round the cost of one answer up to. */
    private static final long ANSWERS = 1000;

    private LocalRungs() {}

    /**
     * The champion of a model.
     *
     * @throws KaiyeException UNKNOWN_MODEL, UNSUPPORTED_MODEL if it has no labels
     */
    static ModelVersion champion(Workbench workbench, String model) {
        ModelVersion version = workbench.registry().resolve(model);
        if (!version.info().classifies()) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    version.reference()
                            + " is an encoder without labels; only classifiers can be rungs.");
        }
        return version;
    }

    /** Refuses rows that a version has learnt from: its confidence on them says nothing. */
    static List<String> checkUnseen(
            Workbench workbench, ModelVersion version, Dataset dataset, List<Example> rows) {
        SeenRows seen = SeenRows.of(workbench.datasets(), version, dataset, rows);
        if (seen.spoils()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    seen.words().orElse("")
                            + " Thresholds need rows that no rung has seen: name a split that was"
                            + " held out, such as "
                            + dataset.version().name()
                            + ":test.");
        }
        return seen.words().stream().toList();
    }

    /** Runs a version on the rows; the cost is that of this run, as the books would round it. */
    static CascadeRung answer(
            Workbench workbench, ModelVersion version, List<String> texts, Progress progress) {
        try (Model model = workbench.engine().open(workbench.registry().folder(version))) {
            boolean scoped = model.info().scope() != null;
            Want want = scoped ? Want.LOGITS : Want.PROBABILITIES;
            long start = System.nanoTime();
            float[][] computed = workbench.engine().runAll(model, texts, want, progress);
            Duration wall = Duration.ofNanos(System.nanoTime() - start);
            ScopedAnswers answers =
                    scoped
                            ? ScopedAnswers.of(model.info(), computed)
                            : new ScopedAnswers(computed, new boolean[computed.length]);
            Speed speed = Speed.of(texts.size(), 0, wall, workbench.engine().threads());
            long cost =
                    Math.ceilDiv(speed.costMicrosPer1000(workbench.costRate()), ANSWERS) * ANSWERS;
            return rung(version, model.info().labels(), answers, cost);
        }
    }

    private static CascadeRung rung(
            ModelVersion version, List<String> labels, ScopedAnswers answers, long cost) {
        int rows = answers.outOfScope().length;
        List<String> answered = new ArrayList<>();
        float[] confidence = new float[rows];
        for (int row = 0; row < rows; row++) {
            float[] probabilities = answers.probabilities()[row];
            int best = 0;
            for (int label = 1; label < probabilities.length; label++) {
                best = probabilities[label] > probabilities[best] ? label : best;
            }
            answered.add(labels.get(best));
            confidence[row] = answers.outOfScope()[row] ? -1 : Math.min(1, probabilities[best]);
        }
        long[] costs = new long[rows];
        Arrays.fill(costs, cost);
        return new CascadeRung(version.reference(), true, answered, confidence, costs);
    }
}
