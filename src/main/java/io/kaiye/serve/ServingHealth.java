package io.kaiye.serve;

import java.util.List;

/**
 * Whether calls can be answered.
 *
 * @param ready false until what can be loaded is loaded, and while stopping
 * @param reason why it is not ready, or "ready"
 * @param problems versions that could not be taken into service
 */
public record ServingHealth(boolean ready, String reason, List<Problem> problems) {
    /** A version that was refused; {@code serving} is what answers instead, empty if nothing. */
    public record Problem(String model, String version, String message, String serving) {}
}
