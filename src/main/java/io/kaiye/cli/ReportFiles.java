package io.kaiye.cli;

import io.kaiye.data.TableProfile;
import io.kaiye.registry.ModelVersion;
import java.nio.file.Path;

/** Where reports go. */
final class ReportFiles {
    private ReportFiles() {}

    /** {@code reports/NAME-3.html} in the home folder. */
    static Path path(Path home, ModelVersion version) {
        return home.resolve("reports").resolve(version.model() + "-" + version.number() + ".html");
    }

    /** {@code reports/NAME-ID-profile.html}; of a file's name what is safe in a file's name. */
    static Path profile(Path home, TableProfile profile) {
        String name = profile.name().replaceAll("[^\\p{L}\\p{N}._-]", "_");
        return home.resolve("reports")
                .resolve(name + "-" + profile.id().substring(0, 8) + "-profile.html");
    }
}
