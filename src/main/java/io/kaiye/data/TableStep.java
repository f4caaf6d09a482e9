package io.kaiye.data;

/** A step that makes new rows of a version's rows in a {@link Duck}. */
@FunctionalInterface
interface TableStep {
    /**
     * The new rows, with the column that tells each row's split.
     *
     * @param rows of the first parent
     */
    SplitRows apply(Duck duck, SplitRows rows);
}
