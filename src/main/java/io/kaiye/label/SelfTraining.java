package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Engine;
import io.kaiye.train.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * Spreads labels to texts that have none: those that a head is sure of get its label. How sure it
 * may be believed is seen on the labelled rows, cross-validated: how many of those above the floor
 * were right.
 */
public final class SelfTraining {
    private final Engine engine;
    private final double floor;
    private final int folds;
    private final long seed;
    private final Progress progress;

    /**
     * What came of it.
     *
     * @param added texts with the label they got, in the order they came in
     * @param confidences of these
     * @param trainShare the share of the labelled rows that is above the floor when held out
     * @param trainRight the share of those that is right; 1 where there are none
     */
    public record Spread(
            List<Example> added, List<Double> confidences, double trainShare, double trainRight) {
        public Spread {
            added = List.copyOf(added);
            confidences = List.copyOf(confidences);
        }
    }

    /**
     * @param floor the least confidence, above 0 and at most 1
     * @param folds of the cross-validation, at least 2
     */
    public SelfTraining(Engine engine, double floor, int folds, long seed, Progress progress) {
        if (!(floor > 0 && floor <= 1)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--floor is " + floor + "; accepted is a confidence above 0, up to 1.");
        }
        this.engine = engine;
        this.floor = floor;
        this.folds = folds;
        this.seed = seed;
        this.progress = progress;
    }

    /**
     * Labels what it is sure of.
     *
     * @param train labelled rows, two labels at least
     * @param texts without labels
     * @param vectors of the train rows, then of the texts
     */
    public Spread spread(List<Example> train, List<String> texts, float[][] vectors) {
        List<String> names =
                List.copyOf(new TreeSet<>(train.stream().map(Example::label).toList()));
        int[] labels = train.stream().mapToInt(row -> names.indexOf(row.label())).toArray();
        float[][] known = Arrays.copyOf(vectors, labels.length);
        List<String> knownTexts = train.stream().map(Example::text).toList();
        int[] foldOf = OutOfFold.folds(knownTexts, labels, names.size(), folds, seed);
        float[][] heldOut =
                new OutOfFold(engine, known, labels, names.size(), foldOf, seed, progress)
                        .probabilities(new boolean[labels.length]);
        Probe probe = Probe.fit(engine, known, labels, names.size(), OptionalDouble.empty(), seed);
        float[][] open = Arrays.copyOfRange(vectors, labels.length, vectors.length);
        float[][] answers = probe.probabilities(engine, open);
        List<Example> added = new ArrayList<>();
        List<Double> confidences = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            int best = Positions.highest(answers[i]);
            if (answers[i][best] >= floor) {
                added.add(new Example(texts.get(i), names.get(best)));
                confidences.add((double) answers[i][best]);
            }
        }
        return judged(added, confidences, heldOut, labels);
    }

    private Spread judged(
            List<Example> added, List<Double> confidences, float[][] heldOut, int[] labels) {
        int sure = 0;
        int right = 0;
        for (int row = 0; row < labels.length; row++) {
            int best = Positions.highest(heldOut[row]);
            if (heldOut[row][best] >= floor) {
                sure++;
                right += best == labels[row] ? 1 : 0;
            }
        }
        return new Spread(
                added,
                confidences,
                (double) sure / labels.length,
                sure == 0 ? 1 : (double) right / sure);
    }
}
