package io.kaiye.data;

import java.util.List;

/**
 * What became of a division.
 *
 * @param reference of the version that was divided
 * @param versions one, or one for each fold
 * @param near similarity from which texts on both sides were a leak
 * @param leakingRows rows that nearly repeated a row of another part before they were mended
 * @param moved rows that mending put into another part; parts are train, valid and test, or folds
 * @param dropped rows that are in no part
 * @param unfinished texts of too common a pattern to be compared with all others like them
 */
public record SplitOutcome(
        String reference,
        List<DatasetVersion> versions,
        double near,
        int leakingRows,
        List<Moved> moved,
        List<Dropped> dropped,
        int unfinished) {

    /** Rows of one part that went to another. */
    public record Moved(String from, String to, int rows) {}

    /** Rows of one part that went nowhere. */
    public record Dropped(String from, Why why, int rows) {}

    /** Why a row is left out. */
    public enum Why {
        /** Its text nearly repeats one of a later part. */
        LEAK,
        /** Its label is in no row to learn from. */
        UNLEARNABLE_LABEL
    }

    public SplitOutcome {
        versions = List.copyOf(versions);
        moved = List.copyOf(moved);
        dropped = List.copyOf(dropped);
    }
}
