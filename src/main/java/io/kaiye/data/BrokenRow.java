package io.kaiye.data;

/**
 * The cause of a refusal that concerns one row alone: without it the rest can be read.
 *
 * <p>Its message is the reason, without the place.
 */
final class BrokenRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long line;

    BrokenRow(long line, String reason) {
        super(reason, null, false, false);
        this.line = line;
    }

    /** The line on which the row begins; the first is 1. */
    long line() {
        return line;
    }
}
