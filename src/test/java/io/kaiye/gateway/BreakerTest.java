package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * What happens in turn: ok, bad or nothing (a call that is let in and ends so), full (a call
     * that is not let in), in (one that is let in and does not end yet), then the state.
     */
    private static final String TABLE =
            """
            ok bad bad           | CLOSED
            bad bad bad          | OPEN
            bad bad ok bad bad   | CLOSED
            bad bad bad full     | OPEN
            bad bad bad 29s full | OPEN
            bad bad bad 30s ok   | CLOSED
            bad bad bad 30s bad  | OPEN
            bad bad bad 30s bad 29s full | OPEN
            bad bad bad 30s in full full | HALF_OPEN
            bad bad bad 30s nothing ok   | CLOSED
            bad bad nothing bad  | OPEN
            bad bad bad -90s ok  | CLOSED
            """;

    @Test
    void itFollowsItsTable() {
        List<String> expected = TABLE.lines().map(String::strip).toList();
        List<String> actual = new ArrayList<>();
        for (String line : expected) {
            String steps = line.substring(0, line.indexOf('|')).strip();
            Breaker breaker = new Breaker(3, Duration.ofSeconds(30), () -> now);
            for (String step : steps.split(" +", -1)) {
                step(breaker, step, line);
            }
            actual.add(line.substring(0, line.indexOf('|')) + "| " + breaker.state());
        }
        assertEquals(expected, actual);
    }

    private void step(Breaker breaker, String step, String line) {
        if (step.endsWith("s") && Character.isDigit(step.charAt(step.length() - 2))) {
            now = now.plusSeconds(Long.parseLong(step.substring(0, step.length() - 1)));
            return;
        }
        assertEquals(!step.equals("full"), breaker.enter(), line + " at " + step);
        switch (step) {
            case "ok" -> breaker.succeeded();
            case "bad" -> breaker.failed();
            case "nothing" -> breaker.undecided();
            default -> {}
        }
    }

    @Test
    void waitsDoubleWithJitterAndAreNeverLessThanAsked() {
        Random random = new Random(3);
        long[] most = {250, 500, 1000, 2000, 4000, 8000, 8000, 8000};
        for (int retry = 1; retry <= most.length; retry++) {
            for (int i = 0; i < 50; i++) {
                long wait = Backoff.before(retry, Optional.empty(), random).toMillis();
                assertEquals(wait, Math.clamp(wait, most[retry - 1] / 2, most[retry - 1]));
            }
        }
        Duration asked = Duration.ofSeconds(20);
        assertEquals(asked, Backoff.before(1, Optional.of(asked), random));
    }
}
