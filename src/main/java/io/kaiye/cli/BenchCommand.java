package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Runs a benchmark and prints its table. */
@Command(
        name = "bench",
        description = "Run a benchmark and print its table; without a name, list them.")
final class BenchCommand implements Callable<Integer> {
    private final Session session;
    private final Benches benches;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which benchmark.")
    private @Nullable String name;

    @Option(
            names = "--datasets",
            paramLabel = "DIR",
            description = "Folder of public data sets; KAIYE_DATASETS or datasets/ otherwise.")
    private @Nullable Path datasets;

    @Unmatched private List<String> further = new ArrayList<>();

    BenchCommand(Session session, Benches benches) {
        this.session = session;
        this.benches = benches;
    }

    @Override
    public Integer call() {
        Map<String, String> purposes = benches.purposes();
        if (name == null) {
            Table table = new Table("bench", "measures");
            purposes.forEach(table::row);
            return session.result(table.lines(), purposes);
        }
        if (!purposes.containsKey(name)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "There is no benchmark '"
                            + name
                            + "'; there are: "
                            + String.join(", ", purposes.keySet())
                            + ".");
        }
        benches.run(name, folder(), further, session.out(), session.progress());
        return 0;
    }

    private Path folder() {
        if (datasets != null) {
            return datasets;
        }
        String named = System.getenv("KAIYE_DATASETS");
        return Path.of(named == null || named.isBlank() ? "datasets" : named);
    }
}
