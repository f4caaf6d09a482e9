package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Locale;

/** The parts of a dataset: learn from TRAIN, choose by VALID, look once at TEST. */
public enum SplitName {
    TRAIN,
    VALID,
    TEST;

    /** The lower-case name people type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its place in their order, from 0. */
    int number() {
        return switch (this) {
            case TRAIN -> 0;
            case VALID -> 1;
            case TEST -> 2;
        };
    }

    /** The split at that place. */
    static SplitName at(int number) {
        return switch (number) {
            case 0 -> TRAIN;
            case 1 -> VALID;
            case 2 -> TEST;
            default -> throw new IllegalArgumentException("no split " + number);
        };
    }

    /** The split a person names, in any case. */
    public static SplitName of(String word) {
        for (SplitName split : values()) {
            if (split.name().equalsIgnoreCase(word)) {
                return split;
            }
        }
        throw new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                "Unknown split \"" + word + "\"; accepted are train, valid and test.");
    }
}
