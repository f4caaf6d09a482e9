package io.kaiye.base;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Points in time as people write them, everywhere the same. */
public final class PointsInTime {
    /** What is accepted, in words. */
    public static final String ACCEPTED =
            "a day such as 2026-01-31 or an instant such as 2026-01-31T10:00:00Z";

    private static final int DAY_CHARACTERS = "2026-01-31".length();

    private PointsInTime() {}

    /** A day, which begins at midnight in UTC, or an instant; empty for anything else. */
    public static Optional<Instant> parse(String typed) {
        try {
            return Optional.of(
                    typed.length() <= DAY_CHARACTERS
                            ? LocalDate.parse(typed).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(typed));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
