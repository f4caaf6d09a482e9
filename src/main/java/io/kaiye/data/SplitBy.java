package io.kaiye.data;

import java.util.Locale;

/** By what rows are divided. */
public enum SplitBy {
    /** Label by label, by chance. */
    STRATIFIED,
    /** Rows with the same value of a column stay together. */
    GROUP,
    /** The oldest rows are train, the newest test. */
    TIME,
    /** As many versions as folds; each fold is the test split of one. */
    KFOLD;

    /** The lower-case name people type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The way a person names, in any case. */
    public static SplitBy of(String word) {
        for (SplitBy by : values()) {
            if (by.name().equalsIgnoreCase(word)) {
                return by;
            }
        }
        throw Refusal.usage(
                "Unknown --by \"" + word + "\"; accepted are stratified, group, time and kfold.");
    }
}
