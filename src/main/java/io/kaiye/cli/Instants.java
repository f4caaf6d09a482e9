package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Points in time as people type and read them. */
final class Instants {
    private Instants() {}

    /**
     * Reads what was typed after {@code option}: a day, which begins at midnight in UTC, or an
     * instant.
     *
     * @throws KaiyeException INVALID_ARGUMENT, naming what is accepted
     */
    static Instant parse(String option, String typed) {
        try {
            return typed.length() <= "2026-01-31".length()
                    ? LocalDate.parse(typed).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(typed);
        } catch (DateTimeException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    option
                            + " is '"
                            + typed
                            + "'; accepted are a day such as 2026-01-31 or an instant such as"
                            + " 2026-01-31T10:00:00Z.",
                    e);
        }
    }

    /** The day in UTC. */
    static String day(Instant instant) {
        return instant.toString().substring(0, "2026-01-31".length());
    }
}
