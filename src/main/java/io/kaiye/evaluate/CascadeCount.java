package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts what a cascade does to some of the rows. Not safe for threads. */
final class CascadeCount {
    private final int local;
    private final int size;
    private final float[][] confidence;
    private final boolean[][] right;
    private final boolean[][] agrees;
    private final long[][] cost;

    /** Of one set of thresholds. {@code answered} has a place for each local rung and the last. */
    @SuppressWarnings("ArrayRecordComponent") // counts, read once and never compared
    record Counted(long right, long agreed, long[] answered, long cost) {}

    CascadeCount(CascadeRows rows, int[] chosen) {
        local = rows.local();
        size = chosen.length;
        confidence = new float[local][size];
        right = new boolean[local + 1][size];
        agrees = new boolean[local][size];
        cost = new long[local + 1][size];
        for (int rung = 0; rung <= local; rung++) {
            CascadeRung of = rows.rungs().get(rung);
            for (int i = 0; i < size; i++) {
                int row = chosen[i];
                String label = of.labels().get(row);
                right[rung][i] = label.equals(rows.truth().get(row));
                cost[rung][i] = of.costMicrosPer1000()[row];
                if (rung < local) {
                    confidence[rung][i] = of.confidence()[row];
                    agrees[rung][i] = label.equals(rows.last().labels().get(row));
                }
            }
        }
    }

    int size() {
        return size;
    }

    /** Those of a local rung that may be taken, ascending. */
    float[] confidences(int rung) {
        float[] sorted = confidence[rung].clone();
        Arrays.sort(sorted);
        int first = 0;
        while (first < sorted.length && sorted[first] < 0) {
            first++;
        }
        return Arrays.copyOfRange(sorted, first, sorted.length);
    }

    Counted count(double[] thresholds) {
        long rightRows = 0;
        long agreed = 0;
        long spent = 0;
        long[] answered = new long[local + 1];
        for (int i = 0; i < size; i++) {
            int rung = 0;
            for (; rung < local; rung++) {
                if (thresholds[rung] > 1) {
                    continue;
                }
                spent += cost[rung][i];
                if (confidence[rung][i] >= thresholds[rung]) {
                    break;
                }
            }
            if (rung == local) {
                spent += cost[local][i];
            } else if (agrees[rung][i]) {
                agreed++;
            }
            answered[rung]++;
            rightRows += right[rung][i] ? 1 : 0;
        }
        return new Counted(rightRows, agreed, answered, spent);
    }

    CascadeStep step(double[] thresholds) {
        Counted counted = count(thresholds);
        long byLocal = size - counted.answered()[local];
        List<Double> shares = new ArrayList<>();
        for (long answered : counted.answered()) {
            shares.add((double) answered / size);
        }
        return new CascadeStep(
                Arrays.stream(thresholds).boxed().toList(),
                size,
                ClopperPearson.interval(counted.right(), size),
                shares,
                byLocal,
                byLocal == 0 ? 1 : (double) counted.agreed() / byLocal,
                Math.ceilDiv(counted.cost(), size));
    }
}
