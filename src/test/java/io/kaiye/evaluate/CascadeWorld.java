package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up world with a known truth: local rungs whose confidence is 1 − 0.6·u³ for a uniform u of
 * their own and who are right so often, and an upstream that is right with {@code upstream},
 * whatever the row. Each local rung costs ten times the one before.
 */
record CascadeWorld(double upstream) {
    static final long LOCAL_COST = 300;
    static final long UPSTREAM_COST = 70_000;

    CascadeRows rows(int count, int local, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<CascadeRung> rungs = new ArrayList<>();
        long cost = LOCAL_COST;
        for (int rung = 1; rung <= local; rung++) {
            rungs.add(local("desk@" + rung, count, cost, random));
            cost *= 10;
        }
        List<String> above = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            above.add(random.nextDouble() < upstream ? "yes" : "no");
        }
        rungs.add(new CascadeRung("big", false, above, new float[0], all(count, UPSTREAM_COST)));
        return new CascadeRows(rungs, Collections.nCopies(count, "yes"));
    }

    private static CascadeRung local(String name, int count, long cost, SplittableRandom random) {
        float[] confidence = new float[count];
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double u = random.nextDouble();
            confidence[i] = (float) (1 - 0.6 * u * u * u);
            labels.add(random.nextDouble() < confidence[i] ? "yes" : "no");
        }
        return new CascadeRung(name, true, labels, confidence, all(count, cost));
    }

    static long[] all(int count, long cost) {
        long[] costs = new long[count];
        Arrays.fill(costs, cost);
        return costs;
    }

    /** Share of rows whose confidence reaches a threshold. */
    double share(double threshold) {
        return threshold > 1 ? 0 : Math.min(1, Math.cbrt((1 - threshold) / 0.6));
    }

    /** The true quality of the cascade. */
    double quality(List<Double> thresholds) {
        double quality = 0;
        double reached = 1;
        for (double threshold : thresholds) {
            double share = share(threshold);
            quality += reached * (share - 0.15 * Math.pow(share, 4));
            reached *= 1 - share;
        }
        return quality + reached * upstream;
    }

    /** The most that can be answered locally with a quality of {@code target}. */
    double shareMax(double target) {
        double best = 0;
        for (int i = 0; i <= 10_000; i++) {
            double threshold = 0.4 + 0.6 * i / 10_000;
            best = quality(List.of(threshold)) >= target ? Math.max(best, share(threshold)) : best;
        }
        return best;
    }
}
