package io.kaiye.evaluate;

import io.kaiye.model.ScopeRule;
import io.kaiye.model.ScopeScore;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Puts the threshold of "none of these" on held-out rows.
 *
 * <p>With rows out of scope it lies where most rows are answered right, "none of these" being the
 * right answer out of scope; the score is the one that tells the two kinds apart better (by the
 * area under the ROC curve). Where a share of the rows in scope has to be kept, only thresholds
 * that do so are looked at. Without rows out of scope the threshold is the highest one that keeps
 * that share; every row in scope counts, also one whose label is wrong, because a share of all can
 * be watched in service where nobody knows the truth.
 *
 * <p>A threshold lies midway between two neighbouring scores, never on one, so that the last bit of
 * a score decides nothing; the lowest possible is the lowest score itself. Of equal ones the lowest
 * is taken, which keeps most.
 *
 * <p>Source of the first way: S. Larson and others, "An evaluation dataset for intent
 * classification and out-of-scope prediction", EMNLP 2019, section 3.
 */
public final class ScopeFit {
    /** Held-out rows out of scope that a threshold can be put by. */
    public static final int OUT_OF_SCOPE_MIN = 10;

    /** Held-out rows in scope that a threshold can be put by. */
    public static final int IN_SCOPE_MIN = 20;

    /** The score where no rows out of scope say which is better; see docs/evaluation.md. */
    public static final ScopeScore SCORE_OTHERWISE = ScopeScore.ENERGY;

    private static final double HAIR = 1e-9;

    private ScopeFit() {}

    /** Rows in scope that it takes to keep such a share and still let one go. */
    public static int inScopeNeeded(OptionalDouble keptMin) {
        return keptMin.isEmpty()
                ? IN_SCOPE_MIN
                : Math.max(IN_SCOPE_MIN, (int) Math.ceil(1 / (1 - keptMin.getAsDouble()) - HAIR));
    }

    /** True if a threshold can be put by these rows. */
    public static boolean suffices(ScopeRows rows, OptionalDouble keptMin) {
        return rows.inScope() >= inScopeNeeded(keptMin) && (keptMin.isPresent() || known(rows));
    }

    /** Enough rows out of scope to fit on. */
    private static boolean known(ScopeRows rows) {
        return rows.rows() - rows.inScope() >= OUT_OF_SCOPE_MIN;
    }

    /**
     * Fits.
     *
     * @param rows held out, at least as many in scope as {@link #inScopeNeeded}; without a share to
     *     keep also {@link #OUT_OF_SCOPE_MIN} out of scope
     * @param keptMin share of the rows in scope to keep, above 0 and below 1; where the class out
     *     of scope alone takes more, nothing is put on top of it
     * @param source which rows, for people
     */
    public static ScopeRule fit(ScopeRows rows, OptionalDouble keptMin, String source) {
        ScopeScore score = known(rows) ? better(rows) : SCORE_OTHERWISE;
        return fit(rows, score, keptMin, source);
    }

    /** The same on that score. */
    public static ScopeRule fit(
            ScopeRows rows, ScopeScore score, OptionalDouble keptMin, String source) {
        double threshold = threshold(rows, score, keptMin, known(rows));
        ScopeCounts counts = ScopeCounts.of(rows, score, threshold);
        Double auroc =
                counts.inScope() > 0 && counts.outOfScope() > 0
                        ? Double.valueOf(area(rows, score))
                        : null;
        return new ScopeRule(
                score,
                threshold,
                rows.outOfScope().orElse(null),
                new ScopeRule.Fit(
                        keptMin.isPresent() ? Double.valueOf(keptMin.getAsDouble()) : null,
                        source,
                        counts.inScope(),
                        counts.kept(),
                        counts.right(),
                        counts.outOfScope(),
                        counts.found(),
                        auroc,
                        null));
    }

    private static ScopeScore better(ScopeRows rows) {
        return area(rows, ScopeScore.ENERGY) > area(rows, ScopeScore.CONFIDENCE)
                ? ScopeScore.ENERGY
                : ScopeScore.CONFIDENCE;
    }

    private static double area(ScopeRows rows, ScopeScore score) {
        return Auroc.area(rows.values(score, true), rows.values(score, false));
    }

    /** Lets the lowest score go, then the next, and remembers the best place to stop. */
    private static double threshold(
            ScopeRows rows, ScopeScore score, OptionalDouble keptMin, boolean known) {
        double[] scores = new double[rows.rows()];
        Arrays.setAll(scores, row -> rows.score(score, row));
        int[] undecided = undecided(rows, scores);
        ScopeCounts counts = ScopeCounts.of(rows, score, null);
        double best = undecided.length == 0 ? lowest(scores) : scores[undecided[0]];
        int mostRight = counts.answeredRight();
        for (int i = 1; i < undecided.length; i++) {
            counts = without(counts, rows, undecided[i - 1]);
            double below = scores[undecided[i - 1]];
            double above = scores[undecided[i]];
            if (keptMin.isPresent() && counts.keptShare() < keptMin.getAsDouble() - HAIR) {
                break;
            }
            if (above > below && (!known || counts.answeredRight() > mostRight)) {
                best = below + (above - below) / 2;
                mostRight = counts.answeredRight();
            }
        }
        return best;
    }

    /** Rows that a threshold decides, the lowest score first. */
    private static int[] undecided(ScopeRows rows, double[] scores) {
        return IntStream.range(0, rows.rows())
                .filter(row -> !rows.classWins(row))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double lowest(double[] scores) {
        return Arrays.stream(scores).min().orElse(0);
    }

    /** The counts after one more row is answered "none of these". */
    private static ScopeCounts without(ScopeCounts counts, ScopeRows rows, int row) {
        return rows.inScope(row)
                ? new ScopeCounts(
                        counts.inScope(),
                        counts.kept() - 1,
                        counts.right() - (rows.right(row) ? 1 : 0),
                        counts.outOfScope(),
                        counts.found())
                : new ScopeCounts(
                        counts.inScope(),
                        counts.kept(),
                        counts.right(),
                        counts.outOfScope(),
                        counts.found() + 1);
    }
}
