package io.kaiye.train;

import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What a climb says to people, a sentence for each rung. */
final class Notes {
    private static final int GAINS_SHOWN = 2;

    private Notes() {}

    /** "probe: accuracy 93.4% (92.0 to 94.7), passes the target of 92.0%; 48 s, $0.0011". */
    static String judged(
            Rung rung, OptionalDouble target, boolean passes, Duration time, long micros) {
        Interval quality = rung.quality();
        String verdict =
                target.isEmpty()
                        ? ""
                        : (passes ? ", passes the target of " : ", its lower bound is below ")
                                + percent(target.getAsDouble())
                                + "%";
        return String.format(
                Locale.ROOT,
                "%s: %s %s%% (%s to %s) on %,d held-out rows%s; %s, %s",
                rung.recipe(),
                rung.metric().word(),
                percent(quality.value()),
                percent(quality.low()),
                percent(quality.high()),
                rung.evaluation().rows(),
                verdict,
                Ladder.spoken(time),
                Micros.dollars(micros));
    }

    /** What a time includes beside the rung's own work. */
    static String with(List<String> parts) {
        return parts.isEmpty() ? "" : " with " + String.join(" and ", parts);
    }

    /**
     * The step with its note up to the time and cost that the table shows, which writing is part
     * of: "…; 48 s, $0.0011, with writing the model 51 s, $0.0012".
     */
    static LadderStep written(LadderStep step, boolean refit) {
        return step.withNote(
                step.note()
                        + ", with "
                        + (refit ? "learning from all rows" : "writing the model")
                        + " "
                        + Ladder.spoken(step.trainTime())
                        + ", "
                        + Micros.dollars(step.costMicros()));
    }

    /** How many held-out rows a target takes, where there are fewer. */
    static String outOfReach(int rows, Metric metric, double target) {
        return String.format(
                Locale.ROOT,
                "With %d held-out rows the lower bound is at most %s%%, even if all are right: the"
                        + " target of %s%% takes %d of them. Give more, as --valid at import.",
                rows,
                percent(Ladder.reachable(metric, rows)),
                percent(target),
                Ladder.rowsFor(target));
    }

    /** "Not needed: probe would take 48 s ($0.0011) more; elsewhere it gained …". */
    static String next(String recipe, Estimate estimate, List<Gain> gains) {
        String cost =
                estimate.possible()
                        ? "would take "
                                + Ladder.spoken(estimate.time())
                                + " ("
                                + Micros.dollars(estimate.costMicros())
                                + ") more"
                        : "could not be timed: " + estimate.obstacle();
        return "Not needed: " + recipe + " " + cost + gained(gains) + ".";
    }

    private static String gained(List<Gain> gains) {
        return gains.isEmpty()
                ? ""
                : gains.stream()
                        .limit(GAINS_SHOWN)
                        .map(
                                gain ->
                                        String.format(
                                                Locale.ROOT,
                                                "%+.1f points over %s on %s",
                                                gain.points(),
                                                gain.over(),
                                                gain.dataset()))
                        .collect(Collectors.joining(", ", "; elsewhere it gained ", ""));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", share * 100);
    }
}
