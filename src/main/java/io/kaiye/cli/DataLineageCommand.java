package io.kaiye.cli;

import io.kaiye.base.AtomicFiles;
import io.kaiye.govern.Lineage;
import io.kaiye.govern.LineagePage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws where a version came from and which models came from it. */
@Command(
        name = "lineage",
        description = "Draw a version's way from its files, step by step, and on to its models.")
final class DataLineageCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the drawing as a page, too; a file that is there is replaced.")
    private @Nullable Path html;

    DataLineageCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Workbench workbench = session.workbench();
        Lineage lineage =
                Lineage.of(
                        workbench.datasets().find(reference),
                        workbench.datasets().list(),
                        workbench.registry().list(),
                        new Lineage.Facts(workbench.audit()::maker, workbench.datasets()::erased));
        List<String> lines = new ArrayList<>(LineageLines.tree(lineage));
        Path file = html;
        if (file != null) {
            byte[] page = LineagePage.of(lineage).getBytes(StandardCharsets.UTF_8);
            AtomicFiles.write(file, out -> out.write(page));
            lines.add("drawn in " + file.toAbsolutePath());
        }
        return session.result(lines, LineageLines.document(lineage));
    }
}
