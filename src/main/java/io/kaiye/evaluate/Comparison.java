package io.kaiye.evaluate;

/**
 * Two models on the same rows. Differences are first minus second.
 *
 * @param rows all rows
 * @param bothRight rows that both answered right
 * @param firstOnly rows that only the first answered right
 * @param secondOnly rows that only the second answered right
 * @param bothWrong rows that both answered wrong
 * @param accuracy difference of the accuracies, paired bootstrap
 * @param macroF1 difference of macro F1, paired bootstrap
 * @param pExact two-sided p of McNemar's exact test
 * @param pMid its mid-p, which is what the verdict goes by
 */
public record Comparison(
        int rows,
        int bothRight,
        int firstOnly,
        int secondOnly,
        int bothWrong,
        Interval accuracy,
        Interval macroF1,
        double pExact,
        double pMid,
        Verdict verdict) {}
