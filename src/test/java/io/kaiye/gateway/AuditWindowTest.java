package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditWindowTest {
    private static final int STREAMS = 1000;

    /** The agreement stays what it was when the route was calibrated. */
    @ParameterizedTest
    @CsvSource({
        // expected, floor, audits of a stream
        "0.97, 0.94, 5000",
        "0.95, 0.94, 5000",
        "0.99, 0.90, 5000",
        "0.94, 0.94, 5000",
    })
    void withoutDriftAtMostFiveOfAHundredStreamsTighten(double expected, double floor, int audits) {
        AuditGoal goal = new AuditGoal(expected, floor);
        int tightened = 0;
        for (int stream = 0; stream < STREAMS; stream++) {
            tightened += tightensAfter(goal, expected, audits, stream) > 0 ? 1 : 0;
        }
        assertTrue(tightened <= 0.05 * STREAMS, tightened + " of " + STREAMS);
    }

    /** From the first audit on. */
    @ParameterizedTest
    @CsvSource({
        // expected, floor, agreement now, audits within which nearly all streams tighten
        "0.97, 0.94, 0.80,  150",
        "0.97, 0.94, 0.88,  600",
        "0.97, 0.94, 0.93, 3500",
        "0.99, 0.90, 0.85,  900",
    })
    void driftTightensWithinABoundedNumberOfAudits(
            double expected, double floor, double now, int audits) {
        AuditGoal goal = new AuditGoal(expected, floor);
        int tightened = 0;
        for (int stream = 0; stream < STREAMS; stream++) {
            tightened += tightensAfter(goal, now, audits, stream) > 0 ? 1 : 0;
        }
        assertTrue(tightened >= 0.95 * STREAMS, tightened + " of " + STREAMS);
    }

    /** A window ends, so that a good past is no excuse for ever. */
    @Test
    void driftAfterALongGoodTimeTightensToo() {
        int tightened = 0;
        for (int stream = 0; stream < 200; stream++) {
            SplittableRandom random = new SplittableRandom(stream);
            AuditWindow window = AuditWindow.first(new AuditGoal(0.97, 0.94));
            int at = 0;
            boolean alarm = false;
            while (at < 10_000 && !alarm) {
                window = window.with(random.nextDouble() < (at < 6000 ? 0.97 : 0.85));
                alarm = window.finding() != AuditWindow.Finding.NONE;
                at++;
            }
            tightened += alarm && at > 6000 ? 1 : 0;
        }
        assertTrue(tightened >= 190, tightened + " of 200");
    }

    @Test
    void saysNothingBeforeThirtyAudits() {
        AuditWindow window = AuditWindow.first(new AuditGoal(0.97, 0.94));
        for (int i = 1; i < AuditWindow.AUDITS_MIN; i++) {
            window = window.with(false);
            assertEquals(AuditWindow.Finding.NONE, window.finding());
        }
        assertEquals(AuditWindow.Finding.BELOW, window.with(false).finding());
    }

    @Test
    void aMarginThatAuditsCannotShowIsOnlyRefuted() {
        AuditWindow window = AuditWindow.first(new AuditGoal(0.951, 0.95));
        assertTrue(window.enough() > AuditBounds.AUDITS_MAX);
        assertEquals(AuditWindow.SIZE_MIN, window.size());
    }

    @Test
    void whatIsNotShownAfterEnoughAuditsTightens() {
        AuditGoal goal = new AuditGoal(0.99, 0.90);
        AuditWindow window = AuditWindow.first(goal);
        int enough = window.enough();
        for (int i = 1; i <= enough; i++) {
            assertEquals(AuditWindow.Finding.NONE, window.finding(), "after " + i);
            window = window.with(i % 11 != 0);
        }
        assertEquals(AuditWindow.Finding.NOT_SHOWN, window.finding());
    }

    @Test
    void theNextWindowBeginsWhereOneIsFull() {
        AuditWindow window = AuditWindow.first(new AuditGoal(0.951, 0.95));
        for (int i = 0; i <= AuditWindow.SIZE_MIN; i++) {
            window = window.with(true);
        }
        assertEquals(2, window.number());
        assertEquals(1, window.audits());
        assertEquals(window, AuditWindow.at(window.goal(), 2, 1, 1));
    }

    /** Looked at after every audit, for ten thousand of them. */
    @Test
    void boundsHoldTheShareAtAllCountsTogether() {
        int missed = 0;
        for (int stream = 0; stream < 300; stream++) {
            SplittableRandom random = new SplittableRandom(stream);
            int agreed = 0;
            boolean left = false;
            for (int audits = 1; audits <= AuditBounds.AUDITS_MAX; audits++) {
                agreed += random.nextDouble() < 0.93 ? 1 : 0;
                left |= !new AuditBounds(agreed, audits, 0.05).hold(0.93);
            }
            missed += left ? 1 : 0;
        }
        assertTrue(missed <= 15, missed + " of 300");
    }

    @Test
    void boundsAreAroundTheShareAndNarrow() {
        AuditBounds few = new AuditBounds(95, 100, 0.05);
        AuditBounds many = new AuditBounds(9500, 10_000, 0.05);
        assertTrue(few.low() < 0.95 && 0.95 < few.high());
        assertTrue(many.high() - many.low() < 0.02, many.low() + " to " + many.high());
        assertEquals(0, new AuditBounds(0, 0, 0.05).low());
        assertEquals(1, new AuditBounds(0, 0, 0.05).high());
        assertTrue(new AuditBounds(0, 50, 0.05).high() < 0.2);
        assertFalse(new AuditBounds(50, 50, 0.05).hold(0.5));
    }

    /** The audit after which a stream tightens; 0 if it does not. */
    private static int tightensAfter(AuditGoal goal, double agreement, int audits, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AuditWindow window = AuditWindow.first(goal);
        for (int i = 1; i <= audits; i++) {
            window = window.with(random.nextDouble() < agreement);
            if (window.finding() != AuditWindow.Finding.NONE) {
                return i;
            }
        }
        return 0;
    }
}
