package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.model.Engine;
import io.kaiye.train.Probe;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Cross-validated probabilities: each row is judged by a head that has not seen it, nor another row
 * with its text. All folds share one run of the encoder; the penalty is searched for once, in the
 * rows of the first fold.
 */
final class OutOfFold {
    private final Engine engine;
    private final float[][] vectors;
    private final int[] labels;
    private final int classes;
    private final int[] foldOf;
    private final long seed;
    private final Progress progress;
    private OptionalDouble strength = OptionalDouble.empty();

    /**
     * @param foldOf from {@link #folds}
     */
    OutOfFold(
            Engine engine,
            float[][] vectors,
            int[] labels,
            int classes,
            int[] foldOf,
            long seed,
            Progress progress) {
        this.engine = engine;
        this.vectors = vectors;
        this.labels = labels;
        this.classes = classes;
        this.foldOf = foldOf;
        this.seed = seed;
        this.progress = progress;
    }

    /**
     * What each class has for each row, [rows][classes].
     *
     * @param left rows that are judged but not learnt from
     * @throws KaiyeException INVALID_DATA if no label has rows of two texts
     */
    float[][] probabilities(boolean[] left) {
        int folds = 1 + Arrays.stream(foldOf).max().orElse(0);
        float[][] all = new float[vectors.length][];
        try (Progress.Task task = progress.start("Cross-validating", folds, "folds")) {
            for (int fold = 0; fold < folds; fold++) {
                judge(fold, left, all);
                task.advance(1);
            }
        }
        return all;
    }

    private void judge(int fold, boolean[] left, float[][] all) {
        int[] seen = seen(fold, left);
        int[] unseen = Positions.where(foldOf, fold, true);
        Probe probe =
                Probe.fit(
                        engine,
                        Positions.pick(vectors, seen),
                        Positions.pick(labels, seen),
                        classes,
                        strength,
                        seed);
        strength = OptionalDouble.of(probe.strengthTimesRows());
        float[][] judged = probe.probabilities(engine, Positions.pick(vectors, unseen));
        for (int i = 0; i < unseen.length; i++) {
            all[unseen[i]] = judged[i];
        }
    }

    /** The other folds' rows; those that are left, too, where there are no others. */
    private int[] seen(int fold, boolean[] left) {
        int[] others = Positions.where(foldOf, fold, false);
        if (others.length == 0) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    labels.length
                            + " rows of "
                            + classes
                            + " labels cannot be cross-validated: no label has rows of two"
                            + " different texts. Label more rows of each.");
        }
        int[] kept = Arrays.stream(others).filter(i -> !left[i]).toArray();
        return kept.length == 0 ? others : kept;
    }

    /**
     * The fold of each row, from 0: the rows of each label are dealt in turn, in a seeded order;
     * equal texts go together.
     */
    static int[] folds(List<String> texts, int[] labels, int classes, int folds, long seed) {
        int[] order = Positions.shuffled(labels.length, new SplittableRandom(seed));
        int[] next = new int[classes];
        Map<String, Integer> ofText = HashMap.newHashMap(labels.length);
        int[] result = new int[labels.length];
        for (int row : order) {
            int label = labels[row];
            Integer there = ofText.get(texts.get(row));
            result[row] = there != null ? there : next[label]++ % folds;
            ofText.put(texts.get(row), result[row]);
        }
        return result;
    }
}
