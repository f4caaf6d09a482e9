package io.kaiye.cli;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Progress;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.data.ImportRequest;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.Terms;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The bundled messages to a support desk, see resources/demo/README.md. */
final class DemoData {
    /** More rows for judging than usual, because there are few. */
    private static final ImportSettings SETTINGS =
            new ImportSettings(List.of("text"), "label", "utf-8", 0.2, 0.2, 7);

    /** As the README beside the files has it. */
    private static final Terms TERMS =
            new Terms(
                    Optional.of("written for this demo"),
                    Optional.of("Apache-2.0"),
                    Optional.of("none"),
                    List.of(),
                    Optional.empty());

    private DemoData() {}

    /**
     * Imports {@code /demo/NAME.csv} as the dataset of that name; the second time nothing changes.
     */
    static DatasetVersion imported(Datasets datasets, Path workFolder, String name) {
        Path file = workFolder.resolve(name + ".csv");
        AtomicFiles.write(
                file,
                out -> {
                    try (InputStream in =
                            DemoData.class.getResourceAsStream("/demo/" + name + ".csv")) {
                        if (in == null) {
                            throw new java.io.IOException(
                                    "the program lacks its resource demo/" + name + ".csv");
                        }
                        in.transferTo(out);
                    }
                });
        return datasets.importFiles(
                new ImportRequest(
                        name,
                        List.of(file),
                        List.of(),
                        List.of(),
                        List.of(),
                        SETTINGS,
                        Optional.empty(),
                        Optional.of(TERMS)),
                Progress.silent());
    }
}
