package io.kaiye.govern;

import java.util.Locale;

/** Why rows leave the versions. */
enum ErasureKind {
    /** A person wants to be forgotten. */
    ERASE("erased for a person"),
    /** They were wrong; a new version has them right. */
    CORRECT("corrected for a person"),
    /** A person took consent back. */
    WITHDRAW("consent withdrawn"),
    /** The version may not be kept any longer. */
    DELETE_BY("kept as long as it may be");

    private final String reason;

    ErasureKind(String reason) {
        this.reason = reason;
    }

    /** What a version says of it. */
    String reason() {
        return reason;
    }

    /** "erase", "delete-by". */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
