package io.kaiye.evaluate;

/**
 * McNemar's exact test: if two models are equally good, each row that only one of them got right is
 * a toss of a fair coin. Two-sided {@code p = 2 P(X ≤ min)} with X ~ Binomial(n, ½), at most 1; the
 * mid-p counts {@code P(X = min)} once, which keeps the level and gains power.
 *
 * <p>Source: Q. McNemar, Psychometrika 12 (1947); M. Fagerland, S. Lydersen, P. Laake, "The McNemar
 * test for binary matched-pairs data: mid-p and asymptotic are better than exact conditional", BMC
 * Medical Research Methodology 13:91 (2013).
 *
 * @param exact two-sided exact p
 * @param mid two-sided mid-p
 */
record McNemar(double exact, double mid) {
    /** The test for so many rows that only the one or only the other model got right. */
    static McNemar of(int firstOnly, int secondOnly) {
        int tosses = firstOnly + secondOnly;
        int least = Math.min(firstOnly, secondOnly);
        double logAtLeast = -tosses * Math.log(2);
        for (int k = 1; k <= least; k++) {
            logAtLeast += Math.log((double) (tosses - k + 1) / k);
        }
        double atLeast = Math.exp(logAtLeast);
        double tail = 0;
        double ratio = 1;
        for (int k = least; k >= 0 && ratio > 1e-20; k--) {
            tail += ratio;
            ratio *= (double) k / (tosses - k + 1);
        }
        double twoTails = 2 * tail * atLeast;
        return new McNemar(Math.min(1, twoTails), Math.min(1, twoTails - atLeast));
    }
}
