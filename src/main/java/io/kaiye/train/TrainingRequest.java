package io.kaiye.train;

import io.kaiye.data.Dataset;
import io.kaiye.evaluate.Metric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What to train. The values are checked by {@link Trainer#train}, all at once.
 *
 * @param recipe {@code auto} to climb the ladder, or one of {@link Trainer#recipes}
 * @param target above 0 and below 1, for the lower 95% bound of the metric; empty to look for the
 *     best within the budget
 * @param budget wall clock for everything, above zero
 * @param base name of a bundled encoder or folder of an exported one; empty chooses by language
 * @param seed of every random choice
 * @param workFolder where the artefact folder is made; created if absent
 */
public record TrainingRequest(
        Dataset dataset,
        String recipe,
        Metric metric,
        OptionalDouble target,
        Duration budget,
        Optional<String> base,
        long seed,
        Path workFolder) {

    public static final String AUTO = "auto";
    public static final Duration BUDGET_DEFAULT = Duration.ofMinutes(10);
    public static final long SEED_DEFAULT = 7;
}
