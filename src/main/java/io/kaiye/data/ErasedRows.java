package io.kaiye.data;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Rows that a version lost.
 *
 * @param reason such as "erased for a person" or "kept until 2027-01-31"
 */
public record ErasedRows(int rows, String reason, Instant at) {
    /** One sentence, as people are shown it. */
    public String words() {
        return "erased "
                + Refusal.count(rows, "row", "rows")
                + " on "
                + at.truncatedTo(ChronoUnit.SECONDS)
                + ": "
                + reason;
    }
}
