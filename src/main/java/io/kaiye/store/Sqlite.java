package io.kaiye.store;

import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/** A file in the home: write-ahead log, full synchronisation. Writers take turns by its lock. */
final class Sqlite implements Dialect {
    static final String FILE = "kaiye.db";

    /** 64 MB: indexes of the books stay in memory. Negative numbers are kilobytes. */
    private static final int WRITER_CACHE = -65_536;

    /** 32 MB of log before a writer has to copy it; {@link Store#tidy} mostly does it before. */
    private static final int CHECKPOINT_PAGES = 8192;

    private final Path home;
    private final Duration busyWait;
    private final SqliteFailures failures;

    Sqlite(Path home, Duration busyWait) {
        this.home = home;
        this.busyWait = busyWait;
        this.failures = new SqliteFailures(home, busyWait);
    }

    @Override
    public Connection connectWriter() throws SQLException {
        Connection fresh = connect();
        execute(fresh, "PRAGMA cache_size = " + WRITER_CACHE);
        execute(fresh, "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
        return fresh;
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false); // they cost a query after every statement
        config.setBusyTimeout(Math.toIntExact(busyWait.toMillis()));
        return JDBC.createConnection("jdbc:sqlite:" + home.resolve(FILE), config.toProperties());
    }

    @Override
    public Connection connectReader() throws SQLException {
        Connection fresh = connect();
        execute(fresh, "PRAGMA query_only = ON");
        return fresh;
    }

    @Override
    public void bringUpToDate(Connection writer) throws SQLException {
        SqliteSchema.bringUpToDate(home, writer, busyWait, failures);
    }

    @Override
    public String beginWrite(Connection writer, StatementCache statements) throws SQLException {
        run(statements, "BEGIN IMMEDIATE");
        return "";
    }

    @Override
    public void commit(Connection connection, StatementCache statements) throws SQLException {
        run(statements, "COMMIT");
    }

    /** Prepared once: these two run for every transaction. */
    private static void run(StatementCache statements, String sql) throws SQLException {
        try {
            statements.prepared(sql).statement().execute();
        } catch (SQLException e) {
            statements.drop(sql);
            throw e;
        }
    }

    @Override
    public void beginRead(Connection reader) throws SQLException {
        execute(reader, "BEGIN DEFERRED");
    }

    @Override
    public void tidy(Connection reader) throws SQLException {
        execute(reader, "PRAGMA wal_checkpoint(PASSIVE)");
    }

    /** The whole file is written anew, and the log is cut to nothing. */
    @Override
    public void scrub(List<String> tables) throws SQLException {
        try (Connection alone = connect();
                Statement statement = alone.createStatement()) {
            statement.execute("VACUUM");
            try (ResultSet answer = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                if (answer.next() && answer.getInt(1) != 0) {
                    throw busy(new SQLException("the log is being read"));
                }
            }
        }
    }

    /** A file does not go away. */
    @Override
    public boolean isLost(SQLException failure) {
        return false;
    }

    @Override
    public String incarnation(Connection writer) {
        return "";
    }

    @Override
    public boolean isCommitted(Connection writer, String transaction) {
        throw new IllegalStateException("no connection to SQLite is ever lost");
    }

    @Override
    public KaiyeException failure(SQLException cause) {
        return failures.exception(cause);
    }

    @Override
    public KaiyeException busy(Throwable cause) {
        return failures.busy(cause);
    }

    @Override
    public KaiyeException unknownOutcome(Throwable cause) {
        throw new IllegalStateException("no connection to SQLite is ever lost", cause);
    }

    @Override
    public String description(Sql sql) {
        return "SQLite "
                + sql.first("SELECT sqlite_version() AS version").orElseThrow().text("version")
                + ", "
                + home.resolve(FILE);
    }

    @Override
    public List<String> problems(Sql sql) {
        return sql.query("PRAGMA quick_check").stream()
                .map(row -> row.text("quick_check"))
                .filter(line -> !line.equals("ok"))
                .toList();
    }

    @Override
    public String place() {
        return home.toString();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
