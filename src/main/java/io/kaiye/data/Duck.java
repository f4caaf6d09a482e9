package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.store.Store;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.QueryProgress;

/**
 * One DuckDB inside this process, with a database file in a work folder into which it also spills.
 * It keeps to a quarter of the machine's memory and at most one gigabyte, uses every core, loads
 * nothing from the network, and keeps rows in their order. One thread.
 */
final class Duck implements AutoCloseable {
    private static final long MEMORY_MEGABYTES_MAX = 1024;
    private static final long LOOK_MILLIS = 200;

    /** What a row of a result is given to. */
    @FunctionalInterface
    interface RowUse {
        void row(ResultSet row) throws SQLException;
    }

    private final Path folder;
    private final Connection connection;
    private long memoryMegabytes = MEMORY_MEGABYTES_MAX;

    private Duck(Path folder, Connection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    /** Opens an empty database in {@code folder}, which its caller deletes. */
    static Duck open(Path folder) {
        try {
            Properties options = new Properties();
            options.setProperty("jdbc_stream_results", "true");
            Connection connection =
                    DriverManager.getConnection(
                            "jdbc:duckdb:" + folder.resolve("tables.duckdb"), options);
            DuckLibrary.forgetFile();
            Duck duck = new Duck(folder, connection);
            duck.run("SET autoinstall_known_extensions = false");
            duck.run("SET autoload_known_extensions = false");
            duck.limitMemory(memoryMegabytes());
            duck.run("SET threads = " + Runtime.getRuntime().availableProcessors());
            duck.run("SET temp_directory = " + text(folder.resolve("spill").toString()));
            duck.run("SET preserve_insertion_order = true");
            duck.run("SET enable_progress_bar = true");
            duck.run("SET enable_progress_bar_print = false");
            return duck;
        } catch (SQLException e) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "DuckDB does not start: " + e.getMessage(), e);
        }
    }

    /** Opens one in a work folder of the store, and deletes both afterwards. */
    static void with(Store store, Consumer<Duck> use) {
        Path work = store.newWorkFolder("table");
        try (Duck duck = open(work)) {
            use.accept(duck);
        } finally {
            store.deleteWorkFolder(work);
        }
    }

    private static long memoryMegabytes() {
        long physical =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize() >> 20
                        : MEMORY_MEGABYTES_MAX;
        return Math.max(128, Math.min(MEMORY_MEGABYTES_MAX, physical / 4));
    }

    /** Keeps to so much from now on, at most to the usual; what does not fit is spilled. */
    void limitMemory(long megabytes) {
        memoryMegabytes = Math.min(memoryMegabytes(), megabytes);
        run("SET memory_limit = '" + memoryMegabytes + "MB'");
    }

    /** A name of a column or table, quoted. */
    static String name(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** The values of a column as texts. */
    static String asText(String column) {
        return "CAST(" + name(column) + " AS VARCHAR)";
    }

    /** Columns as values of their types, under their names. */
    static String typed(List<Column> columns) {
        return columns.stream()
                .map(
                        column ->
                                "CAST("
                                        + name(column.name())
                                        + " AS "
                                        + column.type()
                                        + ") AS "
                                        + name(column.name()))
                .collect(Collectors.joining(", "));
    }

    /** A text, quoted. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Runs what takes long, and tells how far it is as a share of {@code total} units. */
    void run(String sql, Progress.Task task, long total) {
        try (Statement statement = connection.createStatement();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> work = threads.submit(() -> statement.execute(sql));
            long told = 0;
            while (true) {
                try {
                    work.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    task.advance(total - told);
                    return;
                } catch (TimeoutException e) {
                    long done = done(statement, total);
                    task.advance(Math.max(0, done - told));
                    told = Math.max(told, done);
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sqlFailure) {
                throw failure(sqlFailure);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KaiyeException(ErrorCode.CANCELLED, "Interrupted. Nothing was stored.", e);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static long done(Statement statement, long total) throws SQLException {
        if (statement instanceof DuckDBPreparedStatement prepared) {
            QueryProgress progress = prepared.getQueryProgress();
            return (long) (Math.clamp(progress.getPercentage(), 0, 100) / 100 * total);
        }
        return 0;
    }

    /** The first column of the first row. */
    long number(String sql) {
        long[] value = {0};
        each(sql, row -> value[0] = row.getLong(1));
        return value[0];
    }

    /** The first column of every row; NULL is "". */
    List<String> texts(String sql) {
        List<String> values = new ArrayList<>();
        each(
                sql,
                row -> {
                    String value = row.getString(1);
                    values.add(value == null ? "" : value);
                });
        return values;
    }

    /**
     * Gives every row of a result, in its order, as it is read: start no other query in between.
     */
    void each(String sql, RowUse use) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                use.row(rows);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Does something on one thread, which comes out the same every time where sums are added up.
     */
    void inOrder(Runnable work) {
        run("SET threads = 1");
        try {
            work.run();
        } finally {
            run("SET threads = " + Runtime.getRuntime().availableProcessors());
        }
    }

    /** Lets SQL call a function of ours, which gets and gives NULL too. */
    void function(
            String name,
            List<DuckDBColumnType> parameters,
            DuckDBColumnType result,
            DuckDBScalarFunction function) {
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(name)
                    .withParameters(parameters.toArray(DuckDBColumnType[]::new))
                    .withReturnType(result)
                    .withVectorizedFunction(function)
                    .register(connection);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** What fills a new table row by row. */
    @FunctionalInterface
    interface Appending {
        void fill(DuckDBAppender appender) throws SQLException;
    }

    /** Makes a table by {@code create} and fills it, perhaps from rows that are just read. */
    void append(String create, String table, Appending rows) {
        run(create);
        try (DuckDBConnection second = connection.unwrap(DuckDBConnection.class).duplicate();
                DuckDBAppender appender = second.createAppender("main", table)) {
            rows.fill(appender);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Names and types of a relation's columns. */
    List<Column> columns(String relation) {
        List<Column> columns = new ArrayList<>();
        each(
                "DESCRIBE SELECT * FROM " + relation,
                row -> columns.add(new Column(row.getString(1), row.getString(2))));
        return columns;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private KaiyeException failure(SQLException e) {
        String message = String.valueOf(e.getMessage());
        String line = message.lines().findFirst().orElse("");
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("failed to offload data block")) {
            return AtomicFiles.failure(folder, new IOException("no space left on device", e));
        }
        if (lower.startsWith("out of memory")) {
            return new KaiyeException(
                    ErrorCode.TOO_LARGE,
                    "This takes more than the "
                            + memoryMegabytes
                            + " MB that tables may use ("
                            + line
                            + "). Take fewer columns or a sample of the rows. Nothing was stored.",
                    e);
        }
        return new KaiyeException(ErrorCode.INTERNAL, "DuckDB failed: " + message, e);
    }
}
