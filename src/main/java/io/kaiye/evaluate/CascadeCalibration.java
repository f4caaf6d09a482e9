package io.kaiye.evaluate;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Chooses the thresholds of a cascade: those of least cost whose quality reaches a target, which is
 * then true with a probability of at least 97.5%. Quality is the share of right answers (accuracy);
 * macro F1 is not supported, since it is no mean over rows.
 *
 * <p>Source: A. Angelopoulos, S. Bates, E. Candès, M. Jordan, L. Lei, "Learn then test: calibrating
 * predictive algorithms to achieve risk control" (2021), with fixed-sequence testing over a path
 * learnt on other rows. Several starts: B. Wiens, "A fixed sequence Bonferroni procedure for
 * testing multiple endpoints", Pharmaceutical Statistics 2 (2003). That the path of several rungs
 * is the frontier of quality and cost is after B. Laufer-Goldshtein and others, "Efficiently
 * controlling multiple risks with Pareto testing" (ICLR 2023).
 */
public final class CascadeCalibration {
    /** Certified thresholds that are kept to fall back on. */
    public static final int STEPS_MAX = 8;

    /** Part of the rows that candidates are picked on; the others certify. */
    static final double PICK_SHARE_OF_ONE = 0.1;

    /** The same where several local rungs make a path that has to be learnt. */
    static final double PICK_SHARE_OF_SEVERAL = 0.25;

    /** Places of the path where testing begins. */
    static final int STARTS = 4;

    private static final long ROWS_NEEDED_MAX = 1_000_000;

    /*
     * Thresholds that were chosen because they looked good on some rows look better there than they
     * are. So the rows are split, by seed: a small part picks candidates and puts them in an order,
     * from the safest to the cheapest; the others test them in that order, each by the exact
     * binomial test of "the quality is below the target". The order was fixed before, so a test
     * passes its level on to the next one, and the chance of any false pass is that of the level,
     * 2.5%, however many candidates there are. A test that fails passes nothing on; so that a weak
     * upstream, which makes the first candidates fail, is not the end, testing begins at each third
     * of the path and at its last candidate, each time with a fourth of the level and what the
     * place before has left.
     */

    private CascadeCalibration() {}

    /**
     * Chooses thresholds.
     *
     * @param target above 0 and below 1
     * @param seed of the split of the rows
     * @throws KaiyeException INVALID_ARGUMENT, INVALID_DATA with fewer than 2 rows
     */
    public static CascadeChoice choose(CascadeRows rows, double target, long seed) {
        check(rows, target);
        int[] order = shuffled(rows.rows(), seed);
        int picked = Math.max(1, (int) (rows.rows() * pickShare(rows.local())));
        CascadeCount pick = new CascadeCount(rows, Arrays.copyOf(order, picked));
        CascadeCount certify =
                new CascadeCount(rows, Arrays.copyOfRange(order, picked, order.length));
        List<double[]> candidates = CascadeCandidates.find(pick, rows.local(), target);
        List<CascadeStep> passed = passed(candidates, certify, target);
        CascadeStep allUpstream = certify.step(never(rows.local()));
        List<CascadeSingle> singles = singles(rows, order, picked, target);
        if (!passed.isEmpty()) {
            return new CascadeChoice(
                    target,
                    CascadeChoice.Outcome.CERTIFIED,
                    passed.getLast(),
                    steps(passed),
                    allUpstream,
                    singles,
                    picked,
                    0);
        }
        long needed = rowsNeeded(best(candidates, certify, allUpstream), rows, target);
        return new CascadeChoice(
                target,
                needed == 0
                        ? CascadeChoice.Outcome.UNREACHABLE
                        : CascadeChoice.Outcome.TOO_FEW_ROWS,
                allUpstream,
                List.of(),
                allUpstream,
                singles,
                picked,
                needed);
    }

    /** Fewest rows in all with which a target can be shown to be reached, if all are right. */
    public static long rowsMin(double target) {
        double certify = Math.log(ClopperPearson.TAIL / STARTS) / Math.log(target);
        return (long) Math.ceil(Math.ceil(certify) / (1 - PICK_SHARE_OF_ONE));
    }

    private static double pickShare(int local) {
        return local == 1 ? PICK_SHARE_OF_ONE : PICK_SHARE_OF_SEVERAL;
    }

    private static void check(CascadeRows rows, double target) {
        if (!(target > 0 && target < 1)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The target is " + target + "; accepted is a share above 0 and below 1.");
        }
        if (rows.rows() < 2) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "There are "
                            + rows.rows()
                            + " rows; a target of "
                            + target
                            + " needs at least "
                            + rowsMin(target)
                            + ".");
        }
    }

    private static List<CascadeStep> passed(
            List<double[]> candidates, CascadeCount certify, double target) {
        List<CascadeStep> passed = new ArrayList<>();
        double left = 0;
        for (int start = 0; start < STARTS; start++) {
            int from = start(candidates.size(), start);
            int to = start(candidates.size(), start + 1);
            double level = left + ClopperPearson.TAIL / STARTS;
            int at = from;
            while (at < to && passes(certify, candidates.get(at), target, level)) {
                passed.add(certify.step(candidates.get(at)));
                at++;
            }
            left = at == to ? level : 0;
        }
        return cheaperAndCheaper(passed);
    }

    /** Each third, the last candidate, the end. */
    private static int start(int candidates, int number) {
        if (number < STARTS - 1) {
            return Math.max(0, candidates - 1) * number / (STARTS - 1);
        }
        return number == STARTS ? candidates : Math.max(0, candidates - 1);
    }

    private static boolean passes(
            CascadeCount certify, double[] thresholds, double target, double level) {
        long right = certify.count(thresholds).right();
        return ClopperPearson.atLeast(right, certify.size(), target) <= level;
    }

    /** The path costs less and less on the rows that picked it; on these it may not. */
    private static List<CascadeStep> cheaperAndCheaper(List<CascadeStep> passed) {
        List<CascadeStep> kept = new ArrayList<>();
        for (CascadeStep step : passed) {
            if (kept.isEmpty() || step.costMicrosPer1000() < kept.getLast().costMicrosPer1000()) {
                kept.add(step);
            }
        }
        return kept;
    }

    /** Some of them, evenly over what is answered locally. */
    private static List<CascadeStep> steps(List<CascadeStep> passed) {
        List<CascadeStep> kept = new ArrayList<>();
        double all = passed.getLast().localShare() - passed.getFirst().localShare();
        for (CascadeStep step : passed.reversed()) {
            boolean far =
                    kept.isEmpty()
                            || kept.getLast().localShare() - step.localShare()
                                    >= all / (STEPS_MAX - 1) - 1e-12;
            if (far && kept.size() < STEPS_MAX) {
                kept.add(step);
            }
        }
        return kept.reversed();
    }

    private static CascadeStep best(
            List<double[]> candidates, CascadeCount certify, CascadeStep allUpstream) {
        CascadeStep best = allUpstream;
        for (double[] thresholds : candidates) {
            CascadeStep step = certify.step(thresholds);
            best = step.quality().value() > best.quality().value() ? step : best;
        }
        return best;
    }

    /** For a step as good as it looks; 0 where that is not good enough. */
    private static long rowsNeeded(CascadeStep step, CascadeRows of, double target) {
        double quality = step.quality().value();
        if (quality <= target) {
            return 0;
        }
        long rows = step.rows();
        while (ClopperPearson.atLeast((long) (quality * rows), rows, target)
                > ClopperPearson.TAIL / STARTS) {
            rows += Math.max(1, rows / 50);
            if (rows > ROWS_NEEDED_MAX) {
                return 0;
            }
        }
        return (long) Math.ceil(rows / (1 - pickShare(of.local())));
    }

    private static List<CascadeSingle> singles(
            CascadeRows rows, int[] order, int picked, double target) {
        List<CascadeSingle> singles = new ArrayList<>();
        for (CascadeRung rung : rows.rungs()) {
            long right = 0;
            long cost = 0;
            for (int i = picked; i < order.length; i++) {
                right += rung.labels().get(order[i]).equals(rows.truth().get(order[i])) ? 1 : 0;
                cost += rung.costMicrosPer1000()[order[i]];
            }
            int count = order.length - picked;
            Interval quality = ClopperPearson.interval(right, count);
            singles.add(
                    new CascadeSingle(
                            rung.name(),
                            quality,
                            Math.ceilDiv(cost, count),
                            quality.low() >= target));
        }
        return singles;
    }

    private static double[] never(int local) {
        double[] thresholds = new double[local];
        Arrays.fill(thresholds, CascadeStep.NEVER);
        return thresholds;
    }

    private static int[] shuffled(int size, long seed) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
