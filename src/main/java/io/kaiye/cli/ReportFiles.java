package io.kaiye.cli;

import io.kaiye.registry.ModelVersion;
import java.nio.file.Path;

/** Where reports go. */
final class ReportFiles {
    private ReportFiles() {}

    /** {@code reports/NAME-3.html} in the home folder. */
    static Path path(Path home, ModelVersion version) {
        return home.resolve("reports").resolve(version.model() + "-" + version.number() + ".html");
    }
}
