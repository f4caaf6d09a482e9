package io.kaiye.store;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/**
 * The SQLite file of a home: one connection that writes and a few that read. Writers, of this
 * process and of others, take turns; readers never wait for them (write-ahead log). Safe for
 * threads.
 */
final class Database implements AutoCloseable {
    static final String FILE = "kaiye.db";

    /** Readers at once; more wait for one of these to end. */
    private static final int READERS_MAX = 8;

    private final Path home;
    private final SqlFailures failures;
    private final Duration busyWait;
    private final ReentrantLock writing = new ReentrantLock();
    private final Link writer;
    private final Semaphore readers = new Semaphore(READERS_MAX);
    private final ConcurrentLinkedQueue<Link> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** A connection and the statements that are ready on it. */
    private record Link(Connection connection, StatementCache statements) {
        static Link of(Connection connection) {
            return new Link(connection, new StatementCache(connection));
        }
    }

    private Database(Path home, Duration busyWait, SqlFailures failures, Link writer) {
        this.home = home;
        this.busyWait = busyWait;
        this.failures = failures;
        this.writer = writer;
    }

    /** Opens the file, making it or bringing it up to the newest schema first. */
    static Database open(Path home, Duration busyWait) {
        SqlFailures failures = new SqlFailures(home, busyWait);
        Connection writer = null;
        try {
            writer = connect(home, busyWait);
            Migrations.bringUpToDate(home, writer, busyWait, failures);
            return new Database(home, busyWait, failures, Link.of(writer));
        } catch (SQLException e) {
            closeQuietly(writer);
            throw failures.exception(e);
        } catch (RuntimeException e) {
            closeQuietly(writer);
            throw e;
        }
    }

    <T> T write(Function<Sql, T> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write inside a write");
        }
        lockForWriting();
        try {
            requireOpen();
            return transaction(writer, "BEGIN IMMEDIATE", work);
        } finally {
            writing.unlock();
        }
    }

    <T> T read(Function<Sql, T> work) {
        readers.acquireUninterruptibly();
        try {
            requireOpen();
            Link link = reader();
            try {
                return transaction(link, "BEGIN DEFERRED", work);
            } finally {
                idle.add(link);
            }
        } finally {
            readers.release();
        }
    }

    /** Waits for the work under way, then closes. */
    @Override
    public void close() {
        writing.lock();
        readers.acquireUninterruptibly(READERS_MAX);
        try {
            if (!closed) {
                closed = true;
                idle.forEach(link -> closeQuietly(link.connection()));
                closeQuietly(writer.connection());
            }
        } finally {
            readers.release(READERS_MAX);
            writing.unlock();
        }
    }

    private <T> T transaction(Link link, String begin, Function<Sql, T> work) {
        Connection connection = link.connection();
        run(connection, begin);
        boolean done = false;
        try {
            ConnectionSql sql = new ConnectionSql(link.statements(), failures);
            T answer = work.apply(sql);
            sql.writeGathered();
            run(connection, "COMMIT");
            done = true;
            return answer;
        } finally {
            if (!done) {
                rollBack(connection);
            }
        }
    }

    private void lockForWriting() {
        try {
            if (!writing.tryLock(busyWait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failures.busy(new IllegalStateException("another thread is writing"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KaiyeException(
                    ErrorCode.SHUTTING_DOWN, "Interrupted while waiting to write " + home, e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new KaiyeException(ErrorCode.SHUTTING_DOWN, home + " is closed already.");
        }
    }

    private Link reader() {
        Link link = idle.poll();
        if (link != null) {
            return link;
        }
        try {
            Connection fresh = connect(home, busyWait);
            run(fresh, "PRAGMA query_only = ON");
            return Link.of(fresh);
        } catch (SQLException e) {
            throw failures.exception(e);
        }
    }

    private void run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failures.exception(e);
        }
    }

    /**
     * A failed roll back hides nothing: SQLite has rolled back by itself, or the next BEGIN fails.
     */
    private static void rollBack(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // After SQLITE_FULL and the like there is no transaction left to roll back.
        }
    }

    private static Connection connect(Path home, Duration busyWait) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(Math.toIntExact(busyWait.toMillis()));
        return JDBC.createConnection("jdbc:sqlite:" + home.resolve(FILE), config.toProperties());
    }

    private static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // Everything committed is on the disk; a failed close loses nothing.
        }
    }
}
