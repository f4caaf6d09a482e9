package io.kaiye.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening a home, good or bad. */
class HomeTest {
    @TempDir Path temp;

    @Test
    void aNewHomeHasItsFoldersAndTheNewestSchema() throws Exception {
        Path home = temp.resolve("new/home");
        Store.open(home).close();
        for (String name : List.of("blobs", "reports", "logs", "work", "kaiye.db")) {
            assertTrue(Files.exists(home.resolve(name)), name);
        }
        try (Store again = Store.open(home)) {
            assertEquals(List.of(), again.problems());
        }
    }

    @Test
    void openingAnExistingHomeIsQuick() {
        Store.open(temp).close();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 9; i++) {
            long start = System.nanoTime();
            Store.open(temp).close();
            best = Math.min(best, System.nanoTime() - start);
        }
        assertTrue(best < Duration.ofMillis(100).toNanos(), best + " ns");
    }

    @Test
    void openingPrintsNothing() throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try {
            System.setOut(capture);
            System.setErr(capture);
            Store.open(temp.resolve("quiet")).close();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aFileInsteadOfAFolderIsRefused() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");
        refused(ErrorCode.INVALID_ARGUMENT, file, "is a file");
        refused(ErrorCode.NOT_WRITABLE, file.resolve("below"), "Cannot write");
    }

    @Test
    void aPlaceWhereNothingCanBeMadeIsRefused() {
        refused(ErrorCode.NOT_WRITABLE, Path.of("/proc/kaiye-home"), "/proc/kaiye-home");
    }

    @Test
    void aHomeThatMayOnlyBeReadIsRefused() throws Exception {
        Path home = Files.createDirectories(temp.resolve("mine"));
        Store.open(home).close();
        try (SmallDisk disk = new SmallDisk(home, "size=4m")) {
            if (disk.isMounted()) {
                Store.open(home).close();
                disk.remountReadOnly();
                refused(ErrorCode.NOT_WRITABLE, home, "No permission to write");
            } else {
                assertTrue(home.toFile().setWritable(false));
                refused(ErrorCode.NOT_WRITABLE, home, "No permission to write");
                assertTrue(home.toFile().setWritable(true));
            }
        }
    }

    @Test
    void aNameThatSqliteCannotTakeIsRefused() {
        refused(ErrorCode.INVALID_ARGUMENT, temp.resolve("what?"), "question mark");
    }

    @Test
    void namesWithSpacesPercentAndChineseWork() {
        try (Store store = Store.open(temp.resolve("my home 100% 开业 #1"))) {
            assertEquals(1, store.<Integer>write(sql -> StoreTest.insert(sql, "x", 1)));
        }
    }

    @Test
    void aNewerSchemaIsRefusedAndNotTouched() throws Exception {
        Store.open(temp).close();
        execute("PRAGMA user_version = 99");
        refused(ErrorCode.NEWER_HOME, temp, "schema is 99");
    }

    @Test
    void aHomeWhoseMigrationWasCutShortIsFinished() throws Exception {
        Store.open(temp).close();
        execute("PRAGMA user_version = 0");
        execute("PRAGMA application_id = 0");
        try (Store store = Store.open(temp)) {
            assertEquals(List.of(), StoreTest.names(store));
        }
    }

    @Test
    void aDamagedDatabaseIsNamed() throws Exception {
        Files.writeString(temp.resolve("kaiye.db"), "this is no database".repeat(1000));
        refused(ErrorCode.CORRUPT_FILE, temp, "kaiye.db is damaged");
    }

    @Test
    void aDatabaseOfAnotherProgramIsNotTouched() throws Exception {
        execute("CREATE TABLE theirs (a)");
        byte[] before = Files.readAllBytes(temp.resolve("kaiye.db"));
        refused(ErrorCode.CORRUPT_FILE, temp, "another program");
        assertEquals(
                List.of(before.length),
                List.of(Files.readAllBytes(temp.resolve("kaiye.db")).length));
    }

    @Test
    void aFullDiskRollsTheTransactionBack() {
        Function<Sql, Integer> large =
                sql -> {
                    // A writer's page limit makes SQLite report a full disk, as the disk would.
                    sql.query("PRAGMA max_page_count = 40");
                    return StoreTest.insert(sql, "x".repeat(1_000_000), 1);
                };
        try (Store store = Store.open(temp)) {
            KaiyeException full = assertThrows(KaiyeException.class, () -> store.write(large));
            assertEquals(ErrorCode.DISK_FULL, full.code());
            assertTrue(full.getMessage().contains("The disk is full"), full.getMessage());
            assertEquals(List.of(), StoreTest.names(store));
            assertEquals(1, store.<Integer>write(sql -> StoreTest.insert(sql, "small", 1)));
        }
    }

    private void refused(ErrorCode code, Path home, String words) {
        KaiyeException refused = assertThrows(KaiyeException.class, () -> Store.open(home).close());
        assertEquals(code, refused.code(), refused.getMessage());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + temp.resolve("kaiye.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
