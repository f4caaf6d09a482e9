package io.kaiye.bench;

import io.kaiye.base.Json;
import io.kaiye.base.Machine;
import io.kaiye.base.Progress;
import io.kaiye.data.CleanOutcome;
import io.kaiye.data.CleanPlan;
import io.kaiye.data.Datasets;
import io.kaiye.data.ImportRequest;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.TableSettings;
import io.kaiye.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts of {@link CleanBench} in processes of their own: {@code make HOME ROWS} imports rows,
 * {@code clean HOME PLAN} cleans them and prints one line of JSON.
 */
public final class CleanRun {
    private static final String NAME = "orders";

    private CleanRun() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[1]);
        if (arguments[0].equals("make")) {
            make(home, Long.parseLong(arguments[2]));
        } else {
            clean(home, Path.of(arguments[2]));
        }
    }

    private static void make(Path home, long rows) throws Exception {
        Path folder = Files.createDirectories(home.resolveSibling("rows-" + rows));
        Path train = folder.resolve("train.parquet");
        Path test = folder.resolve("test.parquet");
        generate(train, 0, rows * 9 / 10);
        generate(test, rows * 9 / 10, rows);
        try (Store store = Store.open(home)) {
            new Datasets(store, InstantSource.system(), "bench")
                    .importTable(
                            new ImportRequest(
                                    NAME,
                                    List.of(),
                                    List.of(train),
                                    List.of(),
                                    List.of(test),
                                    new ImportSettings(List.of("note"), "town", "auto", 0, 0, 7)),
                            TableSettings.DEFAULT,
                            Progress.silent());
        }
        Files.delete(train);
        Files.delete(test);
        System.out.println("{}");
    }

    /** Rows by a hash of their number: a tenth missing, a few far off, one in fifty repeated. */
    private static void generate(Path file, long from, long to) throws Exception {
        String sql =
                """
                COPY (SELECT
                  i AS id,
                  CASE WHEN h %% 10 <> 0 THEN 18 + (h // 16) %% 60 END AS age,
                  CASE WHEN (h // 8) %% 10 <> 0 THEN
                    ((h // 32) %% 100000) / 100.0 * (CASE WHEN h %% 997 = 0 THEN 50 ELSE 1 END)
                  END AS amount,
                  ((h // 64) %% 2000) / 10.0 AS weight,
                  ((h // 128) %% 1000000) / 1000.0 AS score,
                  CASE WHEN (h // 4) %% 20 <> 0 THEN
                    ['Basel', 'Berne', 'Geneva', 'Lugano', 'Zurich'][1 + ((h // 256) %% 5)::INT]
                  END AS town,
                  ['small', 'medium', 'large'][1 + ((h // 512) %% 3)::INT] AS size,
                  '  Order ' || (h // 1024) %% 1000000 || '  for ' || (h // 2048) %% 10000
                    || CASE WHEN h %% 7 = 0 THEN ' ｆｕｌｌ　ｗｉｄｔｈ' ELSE ' from a customer' END AS note
                  FROM (SELECT i, hash(i - CASE WHEN i %% 50 = 49 THEN 7 ELSE 0 END) >> 1 AS h
                    FROM range(%d, %d) t(i))
                ) TO '%s' (FORMAT parquet)
                """
                        .formatted(from, to, file);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void clean(Path home, Path plan) {
        double cpu = HttpLoad.cpuSeconds();
        long start = System.nanoTime();
        CleanOutcome outcome;
        try (Store store = Store.open(home)) {
            outcome =
                    new Datasets(store, InstantSource.system(), "bench")
                            .clean(NAME, CleanPlan.read(plan), "cleaned", Progress.silent());
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("seconds", (System.nanoTime() - start) / 1e9);
        line.put("cpuSeconds", HttpLoad.cpuSeconds() - cpu);
        line.put("peakBytes", Machine.peakResidentBytes());
        line.put("version", outcome.version().id());
        line.put("rows", outcome.version().rows());
        line.put("steps", outcome.report().steps());
        System.out.println(Json.line(line));
    }
}
