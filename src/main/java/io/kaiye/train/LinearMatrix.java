package io.kaiye.train;

/**
 * Sparse rows side by side: row r holds {@code values[i]} in column {@code indexes[i]} for i from
 * {@code starts[r]} to {@code starts[r + 1]}. Never changed once made.
 */
@SuppressWarnings("ArrayRecordComponent") // flat arrays are the point; they stay in this room
record LinearMatrix(int columns, int[] starts, int[] indexes, float[] values) {

    int rows() {
        return starts.length - 1;
    }

    int start(int row) {
        return starts[row];
    }

    /** The squared length of a row: 1, or 0 where nothing is known of a text. */
    float squaredLength(int row) {
        return starts[row] == starts[row + 1] ? 0 : 1;
    }
}
