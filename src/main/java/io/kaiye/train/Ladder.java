package io.kaiye.train;

import io.kaiye.base.Durations;
import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.Metric;
import io.kaiye.evaluate.Wilson;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The decisions of a climb, as functions of what is known and of nothing else.
 *
 * <ul>
 *   <li>A rung passes when the lower 95% bound of its held-out quality is at least the target.
 *   <li>The climb stops at the first rung that passes. Without a target it takes every rung that
 *       fits, but for those that only join others.
 *   <li>A rung whose predicted time does not fit what is left of the budget is skipped; dearer
 *       rungs are still looked at.
 *   <li>The first rung runs even if it is predicted to take up to twice the budget, because a
 *       prediction from one second may be that wrong; the deadline still holds. Beyond that the
 *       training is refused and the needed budget named.
 *   <li>Kept is the rung that passed, else the one with the highest held-out value; of equals the
 *       cheaper. Overlapping intervals do not make a dearer model equal: the value decides.
 * </ul>
 */
final class Ladder {
    static final int FIRST_RUNG_TIMES = 2;

    private static final double NEEDED_MARGIN = 1.25;

    private Ladder() {}

    /**
     * Where a climb stands.
     *
     * @param spent of the budget
     * @param trained held-out quality of every rung trained so far, cheapest first
     * @param started true once any rung was started, even if it ran out of time
     */
    record Standing(
            OptionalDouble target,
            Duration budget,
            Duration spent,
            List<Interval> trained,
            boolean started) {
        Standing {
            trained = List.copyOf(trained);
        }

        Duration left() {
            return budget.minus(spent);
        }
    }

    /** What to do with the next rung. */
    sealed interface Decision permits Climb, NotNeeded, Skip, Refuse {}

    /** Train it. */
    record Climb() implements Decision {}

    /** A cheaper rung passed. */
    record NotNeeded() implements Decision {}

    /** Leave it out and look at the next. */
    record Skip(String reason) implements Decision {}

    /** Train nothing: the budget is far too small. */
    record Refuse(Duration needed) implements Decision {}

    static Decision decide(Standing standing, Estimate next) {
        if (standing.trained().stream().anyMatch(quality -> passes(quality, standing.target()))) {
            return new NotNeeded();
        }
        if (!next.possible()) {
            return new Skip(next.obstacle());
        }
        if (next.time().compareTo(standing.left()) <= 0) {
            return new Climb();
        }
        if (standing.started()) {
            return new Skip(
                    "predicted "
                            + spoken(next.time())
                            + ", "
                            + spoken(standing.left())
                            + " of the budget left");
        }
        return next.time().compareTo(standing.budget().multipliedBy(FIRST_RUNG_TIMES)) <= 0
                ? new Climb()
                : new Refuse(needed(next.time().plus(standing.spent())));
    }

    static boolean passes(Interval quality, OptionalDouble target) {
        return target.isPresent() && quality.low() >= target.getAsDouble();
    }

    /** The place of the rung to keep in {@code trained}, which is not empty. */
    static int best(List<Interval> trained, OptionalDouble target) {
        int best = 0;
        for (int i = 0; i < trained.size(); i++) {
            if (passes(trained.get(i), target)) {
                return i;
            }
            if (trained.get(i).value() > trained.get(best).value()) {
                best = i;
            }
        }
        return best;
    }

    /** A budget that will do, in whole seconds. */
    static Duration needed(Duration predicted) {
        return Duration.ofSeconds((long) Math.ceil(predicted.toMillis() * NEEDED_MARGIN / 1000));
    }

    /** For people: "2 min 4 s". */
    static String spoken(Duration time) {
        return Durations.spoken(time.isNegative() ? Duration.ZERO : time);
    }

    /** The highest lower bound that so many rows can show, if all are right. */
    static double reachable(Metric metric, int rows) {
        return metric == Metric.MACRO_F1 || rows == 0 ? 1 : Wilson.interval(rows, rows).low();
    }

    /** How many rows it takes for a lower bound of that, if all are right: n / (n + z²) of n. */
    static int rowsFor(double target) {
        double square = 1 / Wilson.interval(1, 1).low() - 1;
        return (int) Math.ceil(square * target / (1 - target));
    }
}
