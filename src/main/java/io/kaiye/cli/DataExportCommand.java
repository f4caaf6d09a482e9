package io.kaiye.cli;

import io.kaiye.data.SplitName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes one split as a file. */
@Command(
        name = "export",
        description = "Write one split as CSV, TSV or JSONL, by the ending of FILE (.gz too).")
final class DataExportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to.")
    private Path file = Path.of("");

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            defaultValue = "train",
            description = "train, valid or test. Default: ${DEFAULT-VALUE}.")
    private String split = "";

    @Option(names = "--overwrite", description = "Replace the file if it is there.")
    private boolean overwrite;

    DataExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<Path> newFolder = newFolder(file.toAbsolutePath().normalize());
        session.workbench().datasets().export(reference, SplitName.of(split), file, overwrite);
        return session.result(
                List.of(
                        reference
                                + " "
                                + split
                                + " written to "
                                + file.toAbsolutePath()
                                + newFolder.map(made -> " (new folder " + made + ")").orElse("")),
                Map.of(
                        "dataset",
                        reference,
                        "split",
                        split,
                        "file",
                        file.toAbsolutePath().toString()));
    }

    /** The topmost folder that has to be made for the file. */
    private static Optional<Path> newFolder(Path target) {
        Path made = null;
        Path folder = target.getParent();
        while (folder != null && !Files.exists(folder)) {
            made = folder;
            folder = folder.getParent();
        }
        return Optional.ofNullable(made);
    }
}
