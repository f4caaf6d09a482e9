package io.kaiye.store;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A database on a PostgreSQL server, which several nodes share. Writers take turns by one advisory
 * lock, which the server frees when a transaction ends, however it ends.
 */
final class Postgres implements Dialect {
    /**
     * The oldest server that is still maintained had these functions and settings when we began.
     */
    static final int VERSION_MIN = 13;

    /** "Kaiye" in ASCII: the one lock that every writer of a database takes. */
    static final long WRITERS_LOCK = 0x4b61697965L;

    /** A node that keeps the lock and does nothing, as when it hangs, loses its turn. */
    private static final Duration IDLE_IN_TURN_MAX = Duration.ofSeconds(60);

    /** An answer that does not come while writing: the network is gone. */
    private static final Duration WRITER_ANSWER_WAIT = Duration.ofSeconds(60);

    /** The books' check reads every transfer in one query. */
    private static final Duration READER_ANSWER_WAIT = Duration.ofMinutes(10);

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(10);

    /** The settings under which a commit that was answered is on the disk. */
    private static final Set<String> DURABLE = Set.of("on", "remote_apply");

    private static final String SETTINGS =
            "SELECT current_setting('server_version_num')::int / 10000 AS version,"
                    + " current_setting('fsync') AS fsync,"
                    + " current_setting('synchronous_commit') AS commits,"
                    + " current_setting('server_encoding') AS encoding";

    private final DatabaseAddress address;
    private final Duration busyWait;
    private final PostgresFailures failures;

    Postgres(DatabaseAddress address, Duration busyWait) {
        this.address = address;
        this.busyWait = busyWait;
        this.failures = new PostgresFailures(address, busyWait);
    }

    @Override
    public Connection connectWriter() throws SQLException {
        return connect(WRITER_ANSWER_WAIT);
    }

    @Override
    public Connection connectReader() throws SQLException {
        return connect(READER_ANSWER_WAIT);
    }

    @Override
    public void bringUpToDate(Connection writer) throws SQLException {
        PostgresSchema.bringUpToDate(address, writer);
    }

    /** Not REPEATABLE READ: that would see what there was before the lock was waited for. */
    @Override
    public String beginWrite(Connection writer, StatementCache statements) throws SQLException {
        return text(
                writer,
                "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock("
                        + WRITERS_LOCK
                        + "); SELECT pg_current_xact_id()::text");
    }

    @Override
    public void commit(Connection connection, StatementCache statements) throws SQLException {
        execute(connection, "COMMIT");
    }

    @Override
    public void beginRead(Connection reader) throws SQLException {
        execute(reader, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }

    /** The server does it by itself. */
    @Override
    public void tidy(Connection reader) {}

    @Override
    public void scrub(List<String> tables) throws SQLException {
        try (Connection alone = connectWriter()) {
            for (String table : tables) {
                execute(alone, "VACUUM (FULL) " + table);
            }
        }
    }

    @Override
    public boolean isLost(SQLException failure) {
        return PostgresFailures.isLost(failure);
    }

    /**
     * After a crash the server gives the numbers of transactions again whose commit it had not yet
     * kept. A crash or a start changes one of these two times; so does who resets the statistics.
     */
    @Override
    public String incarnation(Connection writer) throws SQLException {
        return text(
                writer,
                "SELECT pg_postmaster_start_time()::text || ' ' || COALESCE(stats_reset::text, '')"
                        + " FROM pg_stat_bgwriter");
    }

    @Override
    public boolean isCommitted(Connection writer, String transaction) throws SQLException {
        long number = Long.parseLong(transaction);
        try {
            return text(writer, "SELECT pg_xact_status('" + number + "'::xid8)")
                    .equals("committed");
        } catch (SQLException e) {
            if (PostgresFailures.isOfTheFuture(e)) {
                return false; // the server has lost all trace of it in a crash
            }
            throw e;
        }
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
        return failures.unknownOutcome(cause);
    }

    @Override
    public String description(Sql sql) {
        return "PostgreSQL "
                + sql.first("SELECT current_setting('server_version') AS version")
                        .orElseThrow()
                        .text("version")
                + ", "
                + address;
    }

    @Override
    public List<String> problems(Sql sql) {
        return PostgresCheck.problems(sql);
    }

    @Override
    public String place() {
        return address.toString();
    }

    private Connection connect(Duration answerWait) throws SQLException {
        Properties settings = new Properties();
        PGProperty.APPLICATION_NAME.set(settings, "kaiye");
        PGProperty.CONNECT_TIMEOUT.set(settings, Math.toIntExact(CONNECT_WAIT.toSeconds()));
        PGProperty.LOGIN_TIMEOUT.set(settings, Math.toIntExact(CONNECT_WAIT.toSeconds()));
        PGProperty.SOCKET_TIMEOUT.set(settings, Math.toIntExact(answerWait.toSeconds()));
        PGProperty.TCP_KEEP_ALIVE.set(settings, true);
        Connection fresh = new Driver().connect(address.revealUrl(), settings);
        if (fresh == null) {
            throw new IllegalStateException("not an address of PostgreSQL: " + address);
        }
        try {
            execute(
                    fresh,
                    "SET lock_timeout = "
                            + busyWait.toMillis()
                            + "; SET idle_in_transaction_session_timeout = "
                            + IDLE_IN_TURN_MAX.toMillis()
                            + "; SET client_min_messages = error");
            lookAfterClient(fresh);
            requireSafe(fresh);
            return fresh;
        } catch (SQLException | RuntimeException e) {
            fresh.close();
            throw e;
        }
    }

    /**
     * Has the server end a statement, and with it a turn, whose client is gone: it looks each
     * second where it can (from version 14 on, not on every system).
     */
    private static void lookAfterClient(Connection fresh) throws SQLException {
        try {
            execute(fresh, "SET client_connection_check_interval = 1000");
        } catch (SQLException e) {
            if (PostgresFailures.isLost(e)) {
                throw e;
            }
        }
    }

    private void requireSafe(Connection fresh) throws SQLException {
        try (Statement statement = fresh.createStatement();
                ResultSet answer = statement.executeQuery(SETTINGS)) {
            answer.next();
            if (answer.getInt("version") < VERSION_MIN) {
                throw refused(
                        "is PostgreSQL "
                                + answer.getInt("version")
                                + "; Kaiye needs "
                                + VERSION_MIN
                                + " or newer");
            }
            if (!answer.getString("encoding").equals("UTF8")) {
                throw refused(
                        "keeps texts as "
                                + answer.getString("encoding")
                                + "; make a database with ENCODING 'UTF8' TEMPLATE template0");
            }
            if (answer.getString("fsync").equals("off")) {
                throw refused(
                        "runs with fsync = off, so that it forgets what it has promised when the"
                                + " power fails; set fsync = on in its postgresql.conf");
            }
            if (!DURABLE.contains(answer.getString("commits"))) {
                execute(fresh, "SET synchronous_commit = on");
            }
        }
    }

    private KaiyeException refused(String why) {
        return new KaiyeException(
                ErrorCode.INVALID_ARGUMENT, "The server of " + address + " " + why + ".");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column that the last statement answers. */
    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            String last = "";
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    last = first(statement);
                }
                rows = statement.getMoreResults();
            }
            return last;
        }
    }

    private static String first(Statement statement) throws SQLException {
        try (ResultSet answer = statement.getResultSet()) {
            String found = answer.next() ? answer.getString(1) : null;
            return found == null ? "" : found;
        }
    }
}
