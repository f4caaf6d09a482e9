package io.kaiye.label;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rows of arrays by position. */
final class Positions {
    private Positions() {}

    /** Where {@code values} are, or are not, {@code value}; in order. */
    static int[] where(int[] values, int value, boolean equal) {
        return IntStream.range(0, values.length)
                .filter(i -> (values[i] == value) == equal)
                .toArray();
    }

    static float[][] pick(float[][] rows, int[] positions) {
        return Arrays.stream(positions).mapToObj(i -> rows[i]).toArray(float[][]::new);
    }

    static int[] pick(int[] values, int[] positions) {
        return Arrays.stream(positions).map(i -> values[i]).toArray();
    }

    /** Where the largest value is. */
    static int highest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    /** 0 … count-1 in a random order. */
    static int[] shuffled(int count, SplittableRandom random) {
        int[] order = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
