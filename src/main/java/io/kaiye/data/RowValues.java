package io.kaiye.data;

import java.util.Arrays;

/** Numbers of some rows: 16 bytes each. Filled by one thread in the order of rows, read by many. */
final class RowValues {
    private static final int FIRST_CAPACITY = 1024;

    private long[] rows = new long[FIRST_CAPACITY];
    private double[] values = new double[FIRST_CAPACITY];
    private int size;

    void add(long row, double value) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        rows[size] = row;
        values[size++] = value;
    }

    /** The number of a row, NaN where it has none. */
    double value(long row) {
        int at = Arrays.binarySearch(rows, 0, size, row);
        return at < 0 ? Double.NaN : values[at];
    }
}
