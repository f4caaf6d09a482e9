package io.kaiye.train;

import io.kaiye.base.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Chooses how strong the penalty of a {@link SoftmaxRegression} is: the strength with the lowest
 * log loss on rows that the fit has not seen. With few rows all five folds are measured, with many
 * the first one says enough. From a middle strength the search walks down while that helps, else
 * up; each fit starts from the one before.
 *
 * <p>The rows searched on are training rows: the rows that the model is judged by stay unseen.
 */
final class StrengthSearch {
    /** From strong to weak, half a power of ten apart. */
    private static final double[] STRENGTHS = {
        1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7
    };

    private static final int FOLDS = 5;
    private static final int ROWS_OF_ALL_FOLDS = 2_000;

    /** The strength times the number of rows at which the search begins (scikit-learn's 1/C). */
    private static final double START_TIMES_ROWS = 0.07;

    private final FeatureRows features;
    private final int[] labels;
    private final int classes;
    private final Progress.Task iterations;
    private final List<Fold> folds = new ArrayList<>();
    private final double[] losses = new double[STRENGTHS.length];

    /**
     * What was chosen.
     *
     * @param strength for a fit of {@code rows} rows; for n rows it is strength · rows / n
     * @param rows that each fit of the search had
     * @param logLoss of the held-out rows of the search
     * @param point of the last fit at that strength in the first fold: a good start for all rows
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    record Choice(double strength, int rows, double logLoss, double[] point) {
        /** The same weight of the penalty against one row's loss, for another number of rows. */
        double strengthFor(int otherRows) {
            return strength * rows / otherRows;
        }
    }

    private static final class Fold {
        private final SoftmaxRegression regression;
        private final FeatureRows unseen;
        private final int[] truth;
        private final int rows;
        private final double[][] points = new double[STRENGTHS.length][];

        Fold(SoftmaxRegression regression, FeatureRows unseen, int[] truth, int rows) {
            this.regression = regression;
            this.unseen = unseen;
            this.truth = truth;
            this.rows = rows;
        }
    }

    private StrengthSearch(
            FeatureRows features,
            int[] labels,
            int classes,
            long seed,
            Workers workers,
            Progress.Task iterations) {
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.iterations = iterations;
        int[] foldOf = folds(labels, classes, seed);
        int count = features.size() < ROWS_OF_ALL_FOLDS ? FOLDS : 1;
        for (int fold = 0; fold < count; fold++) {
            folds.add(fold(foldOf, fold, workers));
        }
    }

    /** Searches; {@code iterations} is advanced by one for every iteration of every fit. */
    static Choice choose(
            FeatureRows features,
            int[] labels,
            int classes,
            long seed,
            Workers workers,
            Progress.Task iterations) {
        return new StrengthSearch(features, labels, classes, seed, workers, iterations).walk();
    }

    private Choice walk() {
        int best = startIndex();
        measure(best, best);
        int down = walk(best, +1);
        best = down != best ? down : walk(best, -1);
        Fold first = folds.getFirst();
        return new Choice(STRENGTHS[best], first.rows, losses[best], first.points[best]);
    }

    /** Steps in one direction as long as the loss falls; where it was lowest. */
    private int walk(int from, int step) {
        int best = from;
        for (int next = from + step; next >= 0 && next < STRENGTHS.length; next += step) {
            measure(next, best);
            if (losses[next] >= losses[best]) {
                break;
            }
            best = next;
        }
        return best;
    }

    private int startIndex() {
        double wanted = START_TIMES_ROWS / folds.getFirst().rows;
        return IntStream.range(0, STRENGTHS.length)
                .boxed()
                .min(Comparator.comparingDouble(i -> Math.abs(Math.log(STRENGTHS[i] / wanted))))
                .orElse(0);
    }

    private void measure(int index, int neighbour) {
        double sum = 0;
        long rows = 0;
        for (Fold fold : folds) {
            double[] near = fold.points[neighbour];
            double[] start = near == null ? fold.regression.origin() : near;
            fold.points[index] = fold.regression.fit(STRENGTHS[index], start, iterations).point();
            sum += lossOf(fold, fold.points[index]);
            rows += fold.truth.length;
        }
        losses[index] = sum / rows;
    }

    private Fold fold(int[] foldOf, int fold, Workers workers) {
        int[] seen = positions(foldOf, fold, false);
        int[] unseen = positions(foldOf, fold, true);
        return new Fold(
                new SoftmaxRegression(features.pick(seen), pick(labels, seen), classes, workers),
                features.pick(unseen),
                pick(labels, unseen),
                seen.length);
    }

    /** Summed log loss of the rows that the fold's fit has not seen. */
    private double lossOf(Fold fold, double[] point) {
        double total = 0;
        double[] scores = new double[classes];
        for (int i = 0; i < fold.truth.length; i++) {
            float[] row = fold.unseen.rows()[i];
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                scores[c] = product(point, c * row.length, row);
                largest = Math.max(largest, scores[c]);
            }
            double sum = 0;
            for (double score : scores) {
                sum += Math.exp(score - largest);
            }
            total += largest + Math.log(sum) - scores[fold.truth[i]];
        }
        return total;
    }

    private static double product(double[] point, int at, float[] row) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += point[at + j] * row[j];
        }
        return sum;
    }

    /**
     * Deals the rows of each class to the folds in turn, in a seeded order. The last fold is never
     * held out first, so a class with one row is seen by the first fit.
     */
    private static int[] folds(int[] labels, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = IntStream.range(0, labels.length).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        int[] next = new int[classes];
        int[] folds = new int[labels.length];
        for (int row : order) {
            folds[row] = FOLDS - 1 - next[labels[row]]++ % FOLDS;
        }
        return folds;
    }

    private static int[] positions(int[] foldOf, int fold, boolean inside) {
        return IntStream.range(0, foldOf.length)
                .filter(i -> (foldOf[i] == fold) == inside)
                .toArray();
    }

    private static int[] pick(int[] labels, int[] positions) {
        int[] picked = new int[positions.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = labels[positions[i]];
        }
        return picked;
    }
}
