package io.kaiye.cli;

import io.kaiye.data.Dataset;
import io.kaiye.registry.Registration;
import io.kaiye.train.TrainedModel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What came out of a training.
 *
 * @param test the one look at the test split; empty if the dataset has none
 * @param report the HTML file
 */
record TrainOutcome(
        Dataset dataset,
        TrainedModel trained,
        Registration registration,
        Optional<Measured> test,
        Path report) {}
