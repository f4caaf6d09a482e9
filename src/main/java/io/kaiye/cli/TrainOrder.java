package io.kaiye.cli;

import io.kaiye.evaluate.Metric;
import io.kaiye.train.ScopeRequest;
import io.kaiye.train.TuneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code kaiye train} was asked for.
 *
 * @param teacher reference of a model to learn from
 * @param unlabelled file of texts that the teacher answers, one a line
 * @param apart keep what lora learns apart from its base
 * @param scope how the model is to say "none of these"
 * @param acceptLicence go on though the terms of the data do not allow it
 */
record TrainOrder(
        String model,
        String dataset,
        String recipe,
        Metric metric,
        OptionalDouble target,
        Duration budget,
        Optional<String> base,
        Optional<String> teacher,
        Optional<Path> unlabelled,
        long seed,
        TuneSettings tuning,
        boolean resume,
        boolean apart,
        ScopeRequest scope,
        boolean acceptLicence) {}
