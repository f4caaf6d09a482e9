package io.kaiye.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * A stretch of time.
 *
 * @param from its first instant
 * @param to the first instant after it, later than {@code from}
 */
public record Period(Instant from, Instant to) {
    /**
     * The one of a row of months or years that holds an instant. Each begins on the day and time of
     * the anchor in UTC, or on the last day of a month that has no such day; all are counted from
     * the anchor, so that 31 January is followed by 28 February and 31 March.
     *
     * @param instant not before the anchor
     */
    static Period holding(Instant anchor, Plan.Period length, Instant instant) {
        ChronoUnit unit = length == Plan.Period.MONTH ? ChronoUnit.MONTHS : ChronoUnit.YEARS;
        ZonedDateTime first = anchor.atZone(ZoneOffset.UTC);
        long passed = unit.between(first, instant.atZone(ZoneOffset.UTC));
        while (!first.plus(passed + 1, unit).toInstant().isAfter(instant)) {
            passed++; // counting by days takes the last day of a short month for none
        }
        return new Period(
                first.plus(passed, unit).toInstant(), first.plus(passed + 1, unit).toInstant());
    }

    /** True if they have an instant in common. */
    boolean overlaps(Period other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }
}
