package io.kaiye.evaluate;

/**
 * How well one label is found. Where a share has no rows to be measured on it is 0, as in
 * scikit-learn.
 *
 * @param support rows whose true label it is
 * @param predicted rows that were given this label
 * @param right rows of both kinds
 * @param precision right / predicted
 * @param recall right / support
 * @param f1 2 · right / (support + predicted)
 */
public record ClassScore(
        String label,
        int support,
        int predicted,
        int right,
        double precision,
        double recall,
        double f1) {

    /** The shares from the three counts. */
    static ClassScore of(String label, int support, int predicted, int right) {
        return new ClassScore(
                label,
                support,
                predicted,
                right,
                share(right, predicted),
                share(right, support),
                share(2.0 * right, support + predicted));
    }

    private static double share(double part, int whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
