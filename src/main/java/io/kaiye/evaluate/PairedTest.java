package io.kaiye.evaluate;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Arrays;

/**
 * Compares two models on the same rows, which is far sharper than comparing their separate
 * intervals. McNemar's mid-p decides whether a difference is shown; the paired bootstrap says how
 * large it is.
 */
public final class PairedTest {
    /** Below this p a difference counts as shown. */
    public static final double LEVEL = 0.05;

    private PairedTest() {}

    /**
     * Compares {@code first} with {@code second}.
     *
     * @param seed of the bootstrap
     * @throws KaiyeException INVALID_DATA if the labels or the true labels of the rows differ
     */
    public static Comparison compare(Predictions first, Predictions second, long seed) {
        check(first, second);
        RowKinds kinds = RowKinds.of(first, second);
        int[] outcomes = kinds.outcomes();
        McNemar test = McNemar.of(outcomes[1], outcomes[2]);
        Interval accuracy;
        Interval macroF1;
        if (kinds.sameAnswers()) {
            accuracy = adjustedWald(first.rows(), outcomes[1], outcomes[2]);
            macroF1 = accuracy;
        } else {
            accuracy =
                    outcomes[1] + outcomes[2] == 0
                            ? adjustedWald(first.rows(), 0, 0)
                            : Bootstrap.interval(
                                    kinds.counts(), new AccuracyDifference(kinds), seed);
            macroF1 = Bootstrap.interval(kinds.counts(), new MacroF1Difference(kinds), seed);
        }
        return new Comparison(
                first.rows(),
                outcomes[3],
                outcomes[1],
                outcomes[2],
                outcomes[0],
                accuracy,
                macroF1,
                test.exact(),
                test.mid(),
                verdict(test.mid(), accuracy));
    }

    private static Verdict verdict(double p, Interval difference) {
        if (p >= LEVEL) {
            return new Verdict.NoDifferenceShown(difference);
        }
        return difference.value() > 0
                ? new Verdict.Better(difference)
                : new Verdict.Worse(difference);
    }

    /**
     * The interval of D. Bonett and R. Price (Journal of Educational and Behavioral Statistics 37,
     * 2012), for rows without any difference, where every resample is the same and the bootstrap
     * would claim certainty.
     */
    private static Interval adjustedWald(int rows, int firstOnly, int secondOnly) {
        double p = (firstOnly + 1.0) / (rows + 2.0);
        double q = (secondOnly + 1.0) / (rows + 2.0);
        double half = Normal.Z95 * Math.sqrt((p + q - (p - q) * (p - q)) / (rows + 2.0));
        double value = (double) (firstOnly - secondOnly) / rows;
        return Interval.around(value, Math.max(-1, p - q - half), Math.min(1, p - q + half));
    }

    private static void check(Predictions first, Predictions second) {
        if (!first.labels().equals(second.labels())) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "Cannot compare models with different labels: "
                            + first.labels().size()
                            + " and "
                            + second.labels().size()
                            + " labels, or in another order. Evaluate both on the same dataset.");
        }
        if (!Arrays.equals(first.truth(), second.truth())) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "Cannot compare models on different rows: "
                            + first.rows()
                            + " and "
                            + second.rows()
                            + " rows, or other true labels. Evaluate both on the same split.");
        }
    }

    private static final class AccuracyDifference implements Bootstrap.Statistic {
        private final int[] gains;

        AccuracyDifference(RowKinds kinds) {
            gains = kinds.gains();
        }

        @Override
        public double value(int[] counts) {
            long rows = 0;
            long gained = 0;
            for (int kind = 0; kind < counts.length; kind++) {
                rows += counts[kind];
                gained += (long) counts[kind] * gains[kind];
            }
            return (double) gained / rows;
        }

        @Override
        public double[] influences(int[] counts) {
            return Arrays.stream(gains).asDoubleStream().toArray();
        }
    }

    private static final class MacroF1Difference implements Bootstrap.Statistic {
        private final MacroF1 first;
        private final MacroF1 second;

        MacroF1Difference(RowKinds kinds) {
            first = kinds.firstMacroF1();
            second = kinds.secondMacroF1();
        }

        @Override
        public double value(int[] counts) {
            return first.value(counts) - second.value(counts);
        }

        @Override
        public double[] influences(int[] counts) {
            double[] influences = first.influences(counts);
            double[] others = second.influences(counts);
            for (int kind = 0; kind < influences.length; kind++) {
                influences[kind] -= others[kind];
            }
            return influences;
        }
    }
}
