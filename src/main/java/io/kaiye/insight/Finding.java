package io.kaiye.insight;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that somebody should look at.
 *
 * @param about what it concerns, such as {@code customer acme}
 * @param text one sentence with the figures
 * @param figures the same figures for programs; amounts in micros
 * @param next what to do
 */
public record Finding(
        Kind kind,
        Severity severity,
        String about,
        String text,
        Map<String, Long> figures,
        String next) {
    public Finding {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** How soon. */
    public enum Severity {
        /** Worth knowing. */
        NOTE,
        /** It costs money, or soon will. */
        WARNING,
        /** Callers are refused, or are about to be. */
        URGENT
    }

    /** What was found. */
    public enum Kind {
        SOLD_AT_A_LOSS,
        QUOTA_NEARLY_USED,
        QUOTA_USED,
        INCLUDED_NOT_USED,
        CHARGES_TO_RECONCILE,
        CLOCK_BEHIND
    }
}
