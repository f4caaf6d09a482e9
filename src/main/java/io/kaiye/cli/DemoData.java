package io.kaiye.cli;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Progress;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.data.ImportRequest;
import io.kaiye.data.ImportSettings;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** The bundled messages to a support desk, see resources/demo/README.md. */
final class DemoData {
    /** More rows for judging than usual, because there are few. */
    private static final ImportSettings SETTINGS =
            new ImportSettings(List.of("text"), "label", "utf-8", 0.2, 0.2, 7);

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
                ImportRequest.toSplit(name, List.of(file), SETTINGS), Progress.silent());
    }
}
