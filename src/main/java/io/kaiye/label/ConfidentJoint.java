package io.kaiye.label;

/**
 * How often rows of one label confidently belong to another (Northcutt, Jiang and Chuang,
 * "Confident Learning: Estimating Uncertainty in Dataset Labels", 2021). A row counts for a label
 * if its probability reaches what that label's own rows have on average; of several such labels the
 * most probable one counts.
 *
 * @param thresholds [classes] the mean probability of each label among its own rows
 * @param counts [given][true] of the rows that reach a threshold
 * @param confident [rows] the label each row confidently has, or -1
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record ConfidentJoint(double[] thresholds, int[][] counts, int[] confident) {

    /**
     * @param probabilities [rows][classes] that have not seen the row they are of
     * @param labels given to the rows
     */
    static ConfidentJoint of(float[][] probabilities, int[] labels, int classes) {
        double[] thresholds = thresholds(probabilities, labels, classes);
        int[][] counts = new int[classes][classes];
        int[] confident = new int[labels.length];
        for (int row = 0; row < labels.length; row++) {
            confident[row] = confident(probabilities[row], thresholds);
            if (confident[row] >= 0) {
                counts[labels[row]][confident[row]]++;
            }
        }
        return new ConfidentJoint(thresholds, counts, confident);
    }

    /**
     * How many rows carry a wrong label, estimated: the counts of each given label are scaled up to
     * the rows that have it, and what is off the diagonal is summed.
     */
    double errorsEstimated(int[] labels) {
        int[] rowsOf = new int[counts.length];
        for (int label : labels) {
            rowsOf[label]++;
        }
        double errors = 0;
        for (int given = 0; given < counts.length; given++) {
            long all = 0;
            for (int count : counts[given]) {
                all += count;
            }
            if (all > 0) {
                errors += (double) (all - counts[given][given]) / all * rowsOf[given];
            }
        }
        return errors;
    }

    private static double[] thresholds(float[][] probabilities, int[] labels, int classes) {
        double[] sums = new double[classes];
        int[] rows = new int[classes];
        for (int row = 0; row < labels.length; row++) {
            sums[labels[row]] += probabilities[row][labels[row]];
            rows[labels[row]]++;
        }
        for (int label = 0; label < classes; label++) {
            sums[label] = rows[label] == 0 ? 1 : sums[label] / rows[label];
        }
        return sums;
    }

    private static int confident(float[] probabilities, double[] thresholds) {
        int best = -1;
        for (int label = 0; label < thresholds.length; label++) {
            boolean reaches = probabilities[label] >= thresholds[label];
            if (reaches && (best < 0 || probabilities[label] > probabilities[best])) {
                best = label;
            }
        }
        return best;
    }
}
