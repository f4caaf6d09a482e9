package io.kaiye.data;

import java.util.Optional;

/**
 * How to divide all rows of a version anew.
 *
 * @param group column of the groups; there if and only if {@code by} is GROUP
 * @param time column of the times; there if and only if {@code by} is TIME
 * @param folds of KFOLD, 2 to 50
 * @param validShare of the rows, 0 to below 1; KFOLD makes no such split
 * @param testShare the same
 * @param repair mend leaks instead of refusing them
 * @param near similarity from which texts on both sides are a leak, 0.5 to 1
 */
public record SplitRequest(
        String reference,
        SplitBy by,
        Optional<String> group,
        Optional<String> time,
        int folds,
        double validShare,
        double testShare,
        long seed,
        boolean repair,
        double near) {

    private static final int FOLDS_MAX = 50;

    public SplitRequest {
        new Shares(validShare, testShare);
        if (validShare + testShare == 0) {
            throw Refusal.usage(
                    "Shares of valid 0 and test 0 divide nothing; give --valid-share or"
                            + " --test-share above 0.");
        }
        if (folds < 2 || folds > FOLDS_MAX) {
            throw Refusal.usage(
                    "Cannot make " + folds + " folds; accepted are 2 to " + FOLDS_MAX + ".");
        }
        needs(by, SplitBy.GROUP, group);
        needs(by, SplitBy.TIME, time);
    }

    /** Of the groups or times. */
    Optional<String> column() {
        return group.or(() -> time);
    }

    Shares shares() {
        return new Shares(validShare, testShare);
    }

    private static void needs(SplitBy by, SplitBy owner, Optional<String> column) {
        String option = "--" + owner.word();
        if (by == owner && column.isEmpty()) {
            throw Refusal.usage("--by " + by.word() + " needs " + option + " COLUMN.");
        }
        if (by != owner && column.isPresent()) {
            throw Refusal.usage(
                    "--by "
                            + by.word()
                            + " makes no use of "
                            + option
                            + "; leave it out, or give --by "
                            + owner.word()
                            + ".");
        }
    }
}
