package io.kaiye.cli;

import io.kaiye.evaluate.ReportPage;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Registration;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What came out of a compression.
 *
 * @param before the version that was compressed
 * @param rows that the loss was judged by
 * @param sides both versions on the same rows; empty for an encoder
 * @param test the new version on the test split; empty without one
 * @param report the HTML file; empty for an encoder
 */
record CompressOutcome(
        ModelVersion before,
        Registration registration,
        Compressed small,
        JudgedRows rows,
        Optional<ReportPage.Compression> sides,
        Optional<Measured> test,
        Optional<Path> report) {}
