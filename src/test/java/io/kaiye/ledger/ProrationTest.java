package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProrationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Property
    void thePartsOfAPeriodAddUpToItsFee(
            @ForAll @LongRange(max = Decimals.AMOUNT_MICROS_MAX) long fee,
            @ForAll @LongRange(min = 1, max = 31_622_400_000L) long length,
            @ForAll @Size(max = 12) List<@LongRange(max = 31_622_400_000L) Long> cuts) {
        Period period = new Period(START, START.plusMillis(length));
        TreeSet<Long> ends = new TreeSet<>(List.of(0L, length));
        cuts.forEach(cut -> ends.add(cut % length));
        long sum = 0;
        for (long from : ends.headSet(length)) {
            long to = java.util.Objects.requireNonNull(ends.higher(from));
            long part = part(fee, period, from, to);
            assertTrue(part >= 0 && part <= fee, () -> part + " of " + fee);
            sum += part;
        }
        assertEquals(fee, sum);
    }

    @Property
    void aPartIsWithinOneMicroOfItsExactShare(
            @ForAll @LongRange(max = 1_000_000_000L) long fee,
            @ForAll @LongRange(max = 86_400_000L) long one,
            @ForAll @LongRange(max = 86_400_000L) long other) {
        Period day = new Period(START, START.plus(Duration.ofDays(1)));
        long from = Math.min(one, other);
        long to = Math.max(one, other);
        double exact = (double) fee * (to - from) / 86_400_000;
        assertTrue(Math.abs(part(fee, day, from, to) - exact) <= 1.0);
    }

    @Test
    void aThirdOfAMicroGoesToTheLastPart() {
        Period period = new Period(START, START.plusMillis(3));
        assertEquals(0, part(1, period, 0, 1));
        assertEquals(0, part(1, period, 1, 2));
        assertEquals(1, part(1, period, 2, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T10:00:00Z, MONTH, 2026-02-27T00:00:00Z, 2026-01-31T10:00:00Z",
        "2026-01-31T10:00:00Z, MONTH, 2026-02-28T09:59:59Z, 2026-01-31T10:00:00Z",
        "2026-01-31T10:00:00Z, MONTH, 2026-02-28T10:00:00Z, 2026-02-28T10:00:00Z",
        "2026-01-31T10:00:00Z, MONTH, 2026-03-31T10:00:00Z, 2026-03-31T10:00:00Z",
        "2026-01-31T10:00:00Z, MONTH, 2026-04-30T10:00:00Z, 2026-04-30T10:00:00Z",
        "2026-01-31T10:00:00Z, MONTH, 2026-01-31T10:00:00Z, 2026-01-31T10:00:00Z",
        "2024-02-29T00:00:00Z, YEAR,  2025-02-28T00:00:00Z, 2025-02-28T00:00:00Z",
        "2024-02-29T00:00:00Z, YEAR,  2028-02-28T23:00:00Z, 2027-02-28T00:00:00Z",
        "2024-02-29T00:00:00Z, YEAR,  2028-02-29T00:00:00Z, 2028-02-29T00:00:00Z",
    })
    void periodsBeginOnTheDayOfTheirAnchorOrTheLastOfTheMonth(
            Instant anchor, Plan.Period length, Instant instant, Instant start) {
        assertEquals(start, Period.holding(anchor, length, instant).from());
    }

    @Property
    void periodsFollowEachOtherWithoutAGap(
            @ForAll @LongRange(max = 1_000L * 86_400_000) long anchor,
            @ForAll @LongRange(max = 9_000L * 86_400_000) long after,
            @ForAll Plan.Period length) {
        Instant first = START.plusMillis(anchor);
        Instant instant = first.plusMillis(after);
        Period period = Period.holding(first, length, instant);
        assertTrue(!period.from().isAfter(instant) && period.to().isAfter(instant));
        assertEquals(period.to(), Period.holding(first, length, period.to()).from());
        assertEquals(period, Period.holding(first, length, period.from()));
        assertEquals(period, Period.holding(first, length, period.to().minusMillis(1)));
    }

    private static long part(long fee, Period period, long from, long to) {
        return Proration.part(fee, period, START.plusMillis(from), START.plusMillis(to));
    }
}
