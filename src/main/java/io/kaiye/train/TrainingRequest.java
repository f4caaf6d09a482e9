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
 * @param teacher that the recipe distil learns from, and only that one
 * @param seed of every random choice
 * @param tuning settings of the recipes that learn the encoder too
 * @param checkpoint file that a long recipe writes its state to now and then; empty for none
 * @param resume goes on where the checkpoint stands, which must be of the same data and settings
 * @param apart the recipe lora leaves what was learnt apart from its base: a small version that
 *     shares the base with others in memory
 * @param scope how the model is to say "none of these"
 * @param workFolder where the artefact folder is made; created if absent
 */
public record TrainingRequest(
        Dataset dataset,
        String recipe,
        Metric metric,
        OptionalDouble target,
        Duration budget,
        Optional<String> base,
        Optional<Teacher> teacher,
        long seed,
        TuneSettings tuning,
        Optional<Path> checkpoint,
        boolean resume,
        boolean apart,
        ScopeRequest scope,
        Path workFolder) {

    public static final String AUTO = "auto";
    public static final Duration BUDGET_DEFAULT = Duration.ofMinutes(10);
    public static final long SEED_DEFAULT = 7;

    /** Without a teacher, one whole model that always gives a label. */
    public TrainingRequest(
            Dataset dataset,
            String recipe,
            Metric metric,
            OptionalDouble target,
            Duration budget,
            Optional<String> base,
            long seed,
            TuneSettings tuning,
            Optional<Path> checkpoint,
            boolean resume,
            Path workFolder) {
        this(
                dataset,
                recipe,
                metric,
                target,
                budget,
                base,
                Optional.empty(),
                seed,
                tuning,
                checkpoint,
                resume,
                false,
                ScopeRequest.NONE,
                workFolder);
    }

    /** The same, with what is learnt kept apart from the base. */
    public TrainingRequest keptApart() {
        return with(teacher, true, scope);
    }

    /** The same with a teacher. */
    public TrainingRequest taughtBy(Teacher by) {
        return with(Optional.of(by), apart, scope);
    }

    /** The same for a model that may say "none of these". */
    public TrainingRequest scoped(ScopeRequest by) {
        return with(teacher, apart, by);
    }

    private TrainingRequest with(Optional<Teacher> by, boolean keptApart, ScopeRequest newScope) {
        return new TrainingRequest(
                dataset,
                recipe,
                metric,
                target,
                budget,
                base,
                by,
                seed,
                tuning,
                checkpoint,
                resume,
                keptApart,
                newScope,
                workFolder);
    }
}
