package io.kaiye.cli;

import io.kaiye.data.DatasetVersion;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** One line a version. */
@Command(name = "list", description = "List the datasets, every version.")
final class DataListCommand implements Callable<Integer> {
    private final Session session;

    DataListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<DatasetVersion> versions = session.workbench().datasets().list();
        if (versions.isEmpty()) {
            return session.result(
                    List.of("No datasets yet. Import one:  kaiye data import NAME FILE"), versions);
        }
        Table table = new Table("dataset", "rows", "labels", "language", "imported");
        for (DatasetVersion version : versions) {
            table.row(
                    version.reference(),
                    DataImportCommand.rows(version),
                    version.labels().size(),
                    version.language(),
                    version.created().toString().substring(0, 16).replace('T', ' '));
        }
        return session.result(table.lines(), versions);
    }
}
