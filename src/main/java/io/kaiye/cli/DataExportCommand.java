package io.kaiye.cli;

import io.kaiye.data.SplitName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
            description = "train, valid or test.")
    private String split = "";

    @Option(names = "--overwrite", description = "Replace the file if it is there.")
    private boolean overwrite;

    DataExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.workbench().datasets().export(reference, SplitName.of(split), file, overwrite);
        return session.result(
                List.of(reference + " " + split + " written to " + file.toAbsolutePath()),
                Map.of(
                        "dataset",
                        reference,
                        "split",
                        split,
                        "file",
                        file.toAbsolutePath().toString()));
    }
}
