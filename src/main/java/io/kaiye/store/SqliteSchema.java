package io.kaiye.store;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way of a home's SQLite file to the newest schema. The version reached is also kept in
 * SQLite's {@code user_version}, so that opening an up-to-date home costs one look and Flyway is
 * not even loaded.
 */
final class SqliteSchema {
    /** "Kaiy" in ASCII: marks the file as ours (SQLite's application_id). */
    private static final int APPLICATION_ID = 0x4b616979;

    private static final String LOCK_FILE = "kaiye.lock";
    private static final Duration LOCK_POLL = Duration.ofMillis(20);

    private SqliteSchema() {}

    static void bringUpToDate(
            Path home, Connection connection, Duration busyWait, SqliteFailures failures)
            throws SQLException {
        if (isNewest(home, connection)) {
            return;
        }
        try (FileChannel channel = lockFile(home);
                FileLock lock = lock(channel, busyWait)) {
            if (lock == null) {
                throw failures.busy(new IllegalStateException("another process is migrating"));
            }
            if (!isNewest(home, connection)) {
                refuseForeignFile(home, connection);
                pragma(connection, "journal_mode = WAL");
                migrate(home);
                pragma(connection, "application_id = " + APPLICATION_ID);
                pragma(connection, "user_version = " + Migrations.NEWEST);
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(home.resolve(LOCK_FILE), e);
        }
    }

    private static boolean isNewest(Path home, Connection connection) throws SQLException {
        long version = number(connection, "PRAGMA user_version");
        if (version > Migrations.NEWEST
                && number(connection, "PRAGMA application_id") == APPLICATION_ID) {
            throw Migrations.newer(home.toString(), version, "another folder with --home");
        }
        return version == Migrations.NEWEST;
    }

    private static void refuseForeignFile(Path home, Connection connection) throws SQLException {
        boolean ours = number(connection, "PRAGMA application_id") == APPLICATION_ID;
        boolean hasTables = number(connection, "SELECT count(*) FROM sqlite_master") > 0;
        boolean begun =
                number(
                                connection,
                                "SELECT count(*) FROM sqlite_master"
                                        + " WHERE name = 'flyway_schema_history'")
                        > 0;
        if (!ours && !begun && hasTables) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    home.resolve(Sqlite.FILE)
                            + " is a database of another program. Choose an empty folder with"
                            + " --home.");
        }
    }

    private static void migrate(Path home) {
        Migrations.migrate(
                Migrations.configuration()
                        .dataSource("jdbc:sqlite:" + home.resolve(Sqlite.FILE), null, null),
                "sqlite",
                home.toString());
    }

    private static FileChannel lockFile(Path home) throws IOException {
        return FileChannel.open(
                home.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** The lock, or null when others held it all the while. */
    private static @Nullable FileLock lock(FileChannel channel, Duration busyWait)
            throws IOException {
        long deadline = System.nanoTime() + busyWait.toNanos();
        do {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Another Store of this process holds it: wait as for a process.
            }
            pause();
        } while (System.nanoTime() < deadline);
        return null;
    }

    private static void pause() {
        try {
            Thread.sleep(LOCK_POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KaiyeException(ErrorCode.SHUTTING_DOWN, "Interrupted while waiting.", e);
        }
    }

    private static void pragma(Connection connection, String assignment) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA " + assignment);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            return answer.next() ? answer.getLong(1) : 0;
        }
    }
}
