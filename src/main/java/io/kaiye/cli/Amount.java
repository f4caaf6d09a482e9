package io.kaiye.cli;

import io.kaiye.base.Durations;
import java.time.Duration;

/**
 * How far a stretch of work is.
 *
 * @param done units
 * @param before of these, done in an earlier run; they do not count for the speed
 * @param total 0 if unknown
 * @param seconds since it began
 */
record Amount(long done, long before, long total, String unit, double seconds) {
    /** "500/1,000 texts"; "500 texts" of an unknown total. */
    String part() {
        return Numbers.grouped(done) + (total > 0 ? "/" + Numbers.grouped(total) : "") + " " + unit;
    }

    /** Units a second; 0 if not known yet. */
    double rate() {
        return seconds > 0 ? Math.max(0, done - before) / seconds : 0;
    }

    /** "250/s"; empty if not known yet. */
    String speed() {
        return rate() > 0 ? Numbers.grouped(Math.round(rate())) + "/s" : "";
    }

    /** "2.0 s left"; empty at the end, and where it is not known. */
    String left() {
        return rate() > 0 && total > done
                ? Durations.spoken(Duration.ofMillis((long) ((total - done) / rate() * 1000)))
                        + " left"
                : "";
    }

    /** Whole percent, at most 100; 0 of an unknown total. */
    long percent() {
        return total > 0 ? Math.min(100, done * 100 / total) : 0;
    }
}
