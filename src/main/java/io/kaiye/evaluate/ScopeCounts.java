package io.kaiye.evaluate;

import io.kaiye.model.ScopeScore;
import org.jspecify.annotations.Nullable;

/**
 * What a threshold does to some rows.
 *
 * @param inScope rows in scope
 * @param kept those of them that get a label
 * @param right those of them that get the right one
 * @param outOfScope rows out of scope
 * @param found those of them that are answered "none of these"
 */
record ScopeCounts(int inScope, int kept, int right, int outOfScope, int found) {

    /**
     * Counts.
     *
     * @param threshold a score that reaches it gets a label; null for none
     */
    static ScopeCounts of(ScopeRows rows, ScopeScore score, @Nullable Double threshold) {
        int inScope = 0;
        int kept = 0;
        int right = 0;
        int found = 0;
        for (int row = 0; row < rows.rows(); row++) {
            boolean none =
                    rows.classWins(row)
                            || (threshold != null && rows.score(score, row) < threshold);
            if (rows.inScope(row)) {
                inScope++;
                kept += none ? 0 : 1;
                right += !none && rows.right(row) ? 1 : 0;
            } else {
                found += none ? 1 : 0;
            }
        }
        return new ScopeCounts(inScope, kept, right, rows.rows() - inScope, found);
    }

    double keptShare() {
        return inScope == 0 ? 1 : (double) kept / inScope;
    }

    /** Rows answered as they should be: the right label, or "none of these" out of scope. */
    int answeredRight() {
        return right + found;
    }
}
