package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.Metric;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The climb as tables: qualities are "value:low" in per cent, times in seconds. */
class LadderTest {

    // spotless:off
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // what | target | budget | spent | trained so far | next | decision
                "first rung, fits                      |93 |600|0  |-          |5 |climb",
                "first rung, exactly fits              |93 |5  |0  |-          |5 |climb",
                "first rung, predicted at twice budget |93 |5  |0  |-          |10|climb",
                "first rung, predicted beyond twice    |93 |5  |0  |-          |11|refuse, needs 14"
                        + " s",
                "first rung, what the timing run took  |93 |5  |2  |-          |11|refuse, needs 17"
                        + " s",
                "first rung, no target                 |-  |600|0  |-          |5 |climb",
                "target met by the lower bound         |93 |600|9  |95:93.1    |50|not needed",
                "target met exactly                    |93 |600|9  |95:93      |50|not needed",
                "value above, lower bound below        |93 |600|9  |94:92.9    |50|climb",
                "second rung passes, third not needed  |93 |600|60 |91:89 95:94|90|not needed",
                "none passed yet, next fits            |93 |600|60 |91:89 92:90|90|climb",
                "next exactly fits what is left        |93 |100|10 |91:89      |90|climb",
                "next does not fit what is left        |93 |100|11 |91:89      |90|skip, 1 min 30"
                        + " s into 1 min 29 s",
                "budget is used up                     |93 |100|104|91:89      |1 |skip, 1.0 s into"
                        + " 0.0 s",
                "no target: never enough               |-  |600|9  |99:98      |50|climb",
                "no target: budget still holds         |-  |40 |9  |99:98      |50|skip, 50 s into"
                        + " 31 s",
                "cannot run here                       |93 |600|0  |-          |no|skip, no memory",
                "cannot run here, but not needed anyway|93 |600|9  |95:93.1    |no|not needed",
            })
    // spotless:on
    void decides(
            String what,
            Double target,
            int budget,
            int spent,
            String trained,
            String next,
            String decision) {
        List<Interval> qualities = intervals(trained);
        Ladder.Standing standing =
                new Ladder.Standing(
                        optional(target),
                        Duration.ofSeconds(budget),
                        Duration.ofSeconds(spent),
                        qualities,
                        !qualities.isEmpty());
        Estimate estimate =
                next.equals("no")
                        ? Estimate.impossible("no memory")
                        : new Estimate(Duration.ofSeconds(Integer.parseInt(next)), 1, "", "");
        assertEquals(decision, words(Ladder.decide(standing, estimate)), what);
    }

    // spotless:off
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // what                                        |target|trained          |kept
                "only one                                    |93 |91:89            |0",
                "the dearer is better                        |93 |91:89 92:90      |1",
                "equal values: the cheaper                   |93 |92:90 92:90      |0",
                "equal values, better bound: still the cheaper|93 |92:90 92:91      |0",
                "the cheaper is better                       |93 |92:90 91:89      |0",
                "intervals overlap: the value decides        |93 |91:88 91.5:88.5  |1",
                "the one that passed, even if not the highest|93 |96:92.9 95.9:93  |1",
                "no target: the highest value                |-  |96:94 97:95 96:94|1",
            })
    // spotless:on
    void keepsTheBest(String what, Double target, String trained, int kept) {
        assertEquals(kept, Ladder.best(intervals(trained), optional(target)), what);
    }

    @Test
    void aRungThatRanOutOfTimeCountsAsStarted() {
        Ladder.Standing standing =
                new Ladder.Standing(
                        OptionalDouble.empty(),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        List.of(),
                        true);
        Estimate estimate = new Estimate(Duration.ofSeconds(11), 1, "", "");
        assertEquals("skip, 11 s into 0.0 s", words(Ladder.decide(standing, estimate)));
    }

    private static String words(Ladder.Decision decision) {
        return switch (decision) {
            case Ladder.Climb climb -> "climb";
            case Ladder.NotNeeded enough -> "not needed";
            case Ladder.Skip skip ->
                    "skip, "
                            + skip.reason()
                                    .replace("predicted ", "")
                                    .replace(", ", " into ")
                                    .replace(" of the budget left", "");
            case Ladder.Refuse refuse -> "refuse, needs " + refuse.needed().toSeconds() + " s";
        };
    }

    private static List<Interval> intervals(String trained) {
        return trained == null
                ? List.of()
                : Stream.of(trained.split(" ")).map(LadderTest::interval).toList();
    }

    private static Interval interval(String words) {
        String[] parts = words.split(":");
        double value = Double.parseDouble(parts[0]) / 100;
        return new Interval(value, Double.parseDouble(parts[1]) / 100, Math.min(1, value + 0.02));
    }

    private static OptionalDouble optional(Double percent) {
        return percent == null ? OptionalDouble.empty() : OptionalDouble.of(percent / 100);
    }

    @Test
    void fewRowsCannotShowAHighTarget() {
        assertEquals(0.6097, Ladder.reachable(Metric.ACCURACY, 6), 1e-4);
        assertEquals(1, Ladder.reachable(Metric.MACRO_F1, 6));
        for (double target : new double[] {0.5, 0.9, 0.99, 0.999}) {
            int rows = Ladder.rowsFor(target);
            assertTrue(Ladder.reachable(Metric.ACCURACY, rows) >= target, rows + " rows");
            assertTrue(Ladder.reachable(Metric.ACCURACY, rows - 1) < target, rows - 1 + " rows");
        }
        assertEquals(35, Ladder.rowsFor(0.9));
    }
}
