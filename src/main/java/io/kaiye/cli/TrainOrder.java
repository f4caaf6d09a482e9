package io.kaiye.cli;

import io.kaiye.evaluate.Metric;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** What {@code kaiye train} was asked for. */
record TrainOrder(
        String model,
        String dataset,
        String recipe,
        Metric metric,
        OptionalDouble target,
        Duration budget,
        Optional<String> base,
        long seed) {}
