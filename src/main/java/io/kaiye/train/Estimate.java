package io.kaiye.train;

import java.time.Duration;

/**
 * What a recipe is predicted to take.
 *
 * @param time wall clock, writing the model included
 * @param costMicros of that time on all cores
 * @param measured what the timing run did, for people: "96 texts encoded in 0.8 s"
 * @param obstacle why the recipe cannot run here at all; empty if it can
 */
public record Estimate(Duration time, long costMicros, String measured, String obstacle) {
    static Estimate impossible(String obstacle) {
        return new Estimate(Duration.ZERO, 0, "", obstacle);
    }

    boolean possible() {
        return obstacle.isEmpty();
    }
}
