package io.kaiye.store;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the database of a home: one that writes and a few that read. Writers, of this
 * process and of others, take turns; readers never wait for them. Safe for threads.
 *
 * <p>A connection that was lost (the server was started again, the network was gone) is made anew:
 * at once if no work had begun on it; else that work fails, having changed nothing, and the next
 * one has the new connection. Where it was lost in a commit the server is asked what became of the
 * transaction.
 */
final class Database implements AutoCloseable {
    /** Readers at once; more wait for one of these to end. */
    static final int READERS_MAX = 8;

    /** How long a server may take to be there again, the first time it is missed. */
    private static final Duration RECONNECT_WAIT = Duration.ofSeconds(5);

    private static final Duration RECONNECT_POLL = Duration.ofMillis(100);

    private final Dialect dialect;
    private final Duration busyWait;
    private final Duration reconnectWait;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore readers = new Semaphore(READERS_MAX);
    private final ConcurrentLinkedQueue<Link> idle = new ConcurrentLinkedQueue<>();

    /** Null once it was lost. The two belong to who holds {@link #writing}. */
    private @Nullable Link writer;

    private boolean missed;
    private volatile boolean closed;

    /** A connection and the statements that are ready on it. */
    private record Link(Connection connection, StatementCache statements, String incarnation) {
        static Link of(Connection connection, String incarnation) {
            return new Link(connection, new StatementCache(connection), incarnation);
        }
    }

    private record Begun(Link link, String transaction) {}

    private Database(Dialect dialect, Duration busyWait, Link writer) {
        this.dialect = dialect;
        this.busyWait = busyWait;
        this.reconnectWait = busyWait.compareTo(RECONNECT_WAIT) < 0 ? busyWait : RECONNECT_WAIT;
        this.writer = writer;
    }

    /** Opens the database, making it or bringing it up to the newest schema first. */
    static Database open(Dialect dialect, Duration busyWait) {
        Connection writer = null;
        try {
            writer = dialect.connectWriter();
            dialect.bringUpToDate(writer);
            return new Database(dialect, busyWait, Link.of(writer, dialect.incarnation(writer)));
        } catch (SQLException e) {
            closeQuietly(writer);
            throw dialect.failure(e);
        } catch (RuntimeException e) {
            closeQuietly(writer);
            throw e;
        }
    }

    Dialect dialect() {
        return dialect;
    }

    <T> T write(Function<Sql, T> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write inside a write");
        }
        lockForWriting();
        try {
            requireOpen();
            return written(work);
        } finally {
            writing.unlock();
        }
    }

    <T> T read(Function<Sql, T> work) {
        readers.acquireUninterruptibly();
        boolean interrupted = Thread.interrupted(); // a virtual thread's would close the socket
        try {
            requireOpen();
            return seen(work);
        } finally {
            readers.release();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Does now what would hold up a writer later. A failure is left to those who read or write. */
    void tidy() {
        readers.acquireUninterruptibly();
        Link link = closed ? null : idle.poll();
        try {
            if (link != null) {
                dialect.tidy(link.connection());
                idle.add(link);
            }
        } catch (SQLException e) {
            closeQuietly(link == null ? null : link.connection());
        } finally {
            readers.release();
        }
    }

    /** Alone among the writers. */
    void scrub(List<String> tables) {
        lockForWriting();
        try {
            requireOpen();
            dialect.scrub(tables);
        } catch (SQLException e) {
            throw dialect.failure(e);
        } finally {
            writing.unlock();
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
                closeQuietly(writer == null ? null : writer.connection());
            }
        } finally {
            readers.release(READERS_MAX);
            writing.unlock();
        }
    }

    private <T> T written(Function<Sql, T> work) {
        Begun begun = begin();
        boolean done = false;
        try {
            ConnectionSql sql = new ConnectionSql(begun.link().statements(), dialect);
            T answer = work.apply(sql);
            sql.writeGathered();
            sql.requireWhole();
            done = true;
            commit(begun);
            return answer;
        } finally {
            if (!done && !rolledBack(begun.link())) {
                forgetWriter(begun.link());
            }
        }
    }

    private Begun begin() {
        Link known = writer;
        Link link = known == null ? connectWriter() : known;
        try {
            return new Begun(link, dialect.beginWrite(link.connection(), link.statements()));
        } catch (SQLException e) {
            if (dialect.isLost(e) || !rolledBack(link)) {
                forgetWriter(link);
            }
            if (known == null || !dialect.isLost(e)) {
                throw dialect.failure(e);
            }
        }
        return begin(); // it had been lost since the last write
    }

    private void commit(Begun begun) {
        Link link = begun.link();
        try {
            dialect.commit(link.connection(), link.statements());
        } catch (SQLException e) {
            if (!dialect.isLost(e)) {
                if (!rolledBack(link)) {
                    forgetWriter(link);
                }
                throw dialect.failure(e);
            }
            forgetWriter(link);
            if (!isCommitted(begun, e)) {
                throw dialect.failure(e);
            }
        }
    }

    /** Asks on a new connection, in a turn of its own: so the lost one has ended its turn. */
    private boolean isCommitted(Begun lost, SQLException failure) {
        boolean interrupted = Thread.interrupted();
        try {
            Begun asking = begin();
            Link link = asking.link();
            try {
                boolean committed = dialect.isCommitted(link.connection(), lost.transaction());
                if (!committed || link.incarnation().equals(lost.link().incarnation())) {
                    return committed;
                }
            } finally {
                if (!rolledBack(link)) {
                    forgetWriter(link);
                }
            }
        } catch (SQLException | KaiyeException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        throw dialect.unknownOutcome(failure); // its number may be another transaction's by now
    }

    /** Waits for a server that comes back; but not again, if it did not come the last time. */
    private Link connectWriter() {
        long deadline = System.nanoTime() + (missed ? 0 : reconnectWait.toNanos());
        while (true) {
            try {
                Connection fresh = dialect.connectWriter();
                Link link = Link.of(fresh, dialect.incarnation(fresh));
                writer = link;
                missed = false;
                return link;
            } catch (SQLException e) {
                if (!dialect.isLost(e) || System.nanoTime() >= deadline) {
                    missed = true;
                    throw dialect.failure(e);
                }
                pause();
            }
        }
    }

    private void forgetWriter(Link link) {
        writer = null;
        closeQuietly(link.connection());
    }

    private <T> T seen(Function<Sql, T> work) {
        Link link = beginReading();
        boolean usable = false;
        try {
            T answer = work.apply(new ConnectionSql(link.statements(), dialect));
            dialect.commit(link.connection(), link.statements());
            usable = true;
            return answer;
        } catch (SQLException e) {
            throw dialect.failure(e);
        } finally {
            if (usable || rolledBack(link)) {
                idle.add(link);
            } else {
                closeQuietly(link.connection());
            }
        }
    }

    private Link beginReading() {
        for (Link link = idle.poll(); link != null; link = idle.poll()) {
            try {
                dialect.beginRead(link.connection());
                return link;
            } catch (SQLException e) {
                closeQuietly(link.connection());
                if (!dialect.isLost(e)) {
                    throw dialect.failure(e);
                }
            }
        }
        Connection fresh = null;
        try {
            fresh = dialect.connectReader();
            dialect.beginRead(fresh);
            return Link.of(fresh, "");
        } catch (SQLException e) {
            closeQuietly(fresh);
            throw dialect.failure(e);
        }
    }

    private void lockForWriting() {
        try {
            if (!writing.tryLock(busyWait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw dialect.busy(new IllegalStateException("another thread is writing"));
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(RECONNECT_POLL);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private KaiyeException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KaiyeException(
                ErrorCode.SHUTTING_DOWN,
                "Interrupted while waiting to write " + dialect.place(),
                e);
    }

    private void requireOpen() {
        if (closed) {
            throw new KaiyeException(
                    ErrorCode.SHUTTING_DOWN, dialect.place() + " is closed already.");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * False if the connection is no more. A failed roll back of another kind hides nothing: after
     * SQLITE_FULL and the like there is no transaction left to roll back, or the next one fails.
     */
    private boolean rolledBack(Link link) {
        try {
            execute(link.connection(), "ROLLBACK");
            return true;
        } catch (SQLException e) {
            return !dialect.isLost(e);
        }
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
