package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Thresholds worth testing, found on rows of their own, the safest first. Of one local rung these
 * are even quantiles of its confidence, from never to always, whatever the answers were. Of several
 * rungs, those of a grid of up to {@link #GRID_MAX} combinations of quantiles that no other beats
 * in both quality and cost.
 */
final class CascadeCandidates {
    /** Combinations that are looked at. */
    static final int GRID_MAX = 4096;

    /** Candidates that go to the test. */
    static final int CANDIDATES_MAX = 64;

    /** Standard deviations under the target from which on a test would be in vain. */
    private static final double HOPELESS = 3;

    @SuppressWarnings("ArrayRecordComponent") // within this class, never compared
    private record Tried(double[] thresholds, long right, long cost) {}

    private CascadeCandidates() {}

    static List<double[]> find(CascadeCount pick, int local, double target) {
        int each =
                local == 1
                        ? CANDIDATES_MAX
                        : (int) Math.floor(Math.pow(GRID_MAX, 1.0 / local) + 1e-9);
        double[][] values = new double[local][];
        for (int rung = 0; rung < local; rung++) {
            values[rung] = values(pick.confidences(rung), each - 1);
        }
        if (local == 1) {
            return Arrays.stream(values[0])
                    .mapToObj(value -> new double[] {value})
                    .toList()
                    .reversed();
        }
        List<Tried> tried = new ArrayList<>();
        collect(pick, values, new double[local], 0, tried);
        double spread = Math.sqrt(target * (1 - target) / pick.size());
        double hopeless = (target - HOPELESS * spread) * pick.size();
        List<double[]> found =
                frontier(tried).stream()
                        .filter(one -> one.right() >= hopeless)
                        .map(Tried::thresholds)
                        .toList();
        return thinned(found, CANDIDATES_MAX);
    }

    /** Evenly many of a list, its ends among them. */
    static <T> List<T> thinned(List<T> all, int most) {
        if (all.size() <= most) {
            return List.copyOf(all);
        }
        List<T> kept = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            kept.add(all.get((int) ((long) i * (all.size() - 1) / (most - 1))));
        }
        return kept;
    }

    /** Distinct confidences at even quantiles, and never. Rows of one confidence go together. */
    private static double[] values(float[] sorted, int most) {
        List<Double> distinct = new ArrayList<>();
        for (int i = 0; i < most && sorted.length > 0; i++) {
            int at = (int) ((long) i * (sorted.length - 1) / Math.max(1, most - 1));
            double value = sorted[at];
            if (distinct.isEmpty() || distinct.getLast() < value) {
                distinct.add(value);
            }
        }
        distinct.add(CascadeStep.NEVER);
        return distinct.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(
            CascadeCount pick, double[][] values, double[] at, int rung, List<Tried> tried) {
        if (rung == values.length) {
            CascadeCount.Counted counted = pick.count(at);
            tried.add(new Tried(at.clone(), counted.right(), counted.cost()));
            return;
        }
        for (double value : values[rung]) {
            at[rung] = value;
            collect(pick, values, at, rung + 1, tried);
        }
    }

    /** From the best quality to the least cost; each is worse and cheaper than the one before. */
    private static List<Tried> frontier(List<Tried> tried) {
        List<Tried> cheapestFirst = new ArrayList<>(tried);
        cheapestFirst.sort(
                Comparator.comparingLong(Tried::cost)
                        .thenComparing(Comparator.comparingLong(Tried::right).reversed())
                        .thenComparing(
                                one -> Arrays.stream(one.thresholds()).sum(),
                                Comparator.reverseOrder()));
        List<Tried> kept = new ArrayList<>();
        for (Tried one : cheapestFirst) {
            if (kept.isEmpty() || one.right() > kept.getLast().right()) {
                kept.add(one);
            }
        }
        return kept.reversed();
    }
}
