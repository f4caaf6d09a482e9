package io.kaiye.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class StoreTest {
    private final TestDatabase database;

    StoreTest(TestDatabase database) {
        this.database = database;
    }

    static final String INSERT =
            "INSERT INTO dataset_version (name, id, created_millis, import_number, details)"
                    + " VALUES (?, ?, ?, ?, ?)";

    private static final Duration SHORT_WAIT = Duration.ofMillis(300);

    @TempDir Path temp;

    @Test
    void whatIsWrittenIsReadBackInEveryType() {
        try (Store store = database.open(temp)) {
            Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
            store.write(sql -> sql.update(INSERT, "名字", "a".repeat(64), now, 3, "{}"));
            Row row =
                    store.read(
                            sql ->
                                    sql.first(
                                                    "SELECT *, 1.5 AS half, NULL AS absent,"
                                                            + " ? AS bound, ? AS yes"
                                                            + " FROM dataset_version",
                                                    Optional.empty(),
                                                    true)
                                            .orElseThrow());
            assertEquals("名字", row.text("name"));
            assertEquals(now, row.instant("created_millis"));
            assertEquals(3, row.number("import_number"));
            assertEquals(1.5, row.real("half"));
            assertEquals(Optional.empty(), row.optionalText("absent"));
            assertTrue(row.optionalNumber("bound").isEmpty());
            assertTrue(row.flag("yes"));
            assertThrows(IllegalStateException.class, () -> row.text("absent"));
            assertThrows(IllegalStateException.class, () -> row.text("no such column"));
        }
    }

    @Test
    void aTransactionThatThrowsLeavesNothing() {
        try (Store store = database.open(temp)) {
            assertThrows(
                    ArithmeticException.class,
                    () ->
                            store.write(
                                    sql -> {
                                        insert(sql, "half", 1);
                                        throw new ArithmeticException("midway");
                                    }));
            assertEquals(List.of(), names(store));
            assertEquals(1, store.<Integer>write(sql -> insert(sql, "whole", 1)));
            assertEquals(List.of("whole"), names(store));
        }
    }

    /** PostgreSQL's commit would quietly roll back what came before, SQLite's would keep it. */
    @Test
    void aFailureThatTheWorkSwallowsIsNotCommittedOver() {
        try (Store store = database.open(temp)) {
            assertThrows(
                    KaiyeException.class,
                    () ->
                            store.<Integer>write(
                                    sql -> {
                                        insert(sql, "one", 1);
                                        assertThrows(
                                                KaiyeException.class, () -> insert(sql, "one", 1));
                                        return 1;
                                    }));
            assertEquals(List.of(), names(store));
        }
    }

    @Test
    void foreignKeysAndUniquenessAreEnforced() {
        try (Store store = database.open(temp)) {
            KaiyeException orphan =
                    assertThrows(
                            KaiyeException.class,
                            () ->
                                    store.write(
                                            sql ->
                                                    sql.update(
                                                            "INSERT INTO dataset_split VALUES"
                                                                    + " ('x', 'y', 'TRAIN', 1, ?)",
                                                            "b".repeat(64))));
            assertEquals(ErrorCode.ALREADY_EXISTS, orphan.code());
        }
    }

    @Test
    void aReadSeesOneSnapshotWhileOthersWrite() {
        try (Store store = database.open(temp)) {
            store.<Integer>write(sql -> insert(sql, "one", 1));
            List<Integer> counts =
                    store.read(
                            sql -> {
                                int before = sql.query("SELECT * FROM dataset_version").size();
                                writeFromAnotherThread(store);
                                return List.of(
                                        before, sql.query("SELECT * FROM dataset_version").size());
                            });
            assertEquals(List.of(1, 1), counts);
            assertEquals(2, names(store).size());
        }
    }

    @Test
    void readsCannotWriteAndWritesCannotNest() {
        try (Store store = database.open(temp)) {
            KaiyeException refused =
                    assertThrows(
                            KaiyeException.class,
                            () -> store.<Integer>read(sql -> insert(sql, "x", 1)));
            assertEquals(ErrorCode.NOT_WRITABLE, refused.code());
            assertThrows(
                    IllegalStateException.class,
                    () -> store.write(outer -> store.write(inner -> 1)));
            assertEquals(List.of(), names(store));
        }
    }

    @Test
    void aClosedStoreRefuses() {
        Store store = database.open(temp);
        store.close();
        store.close();
        assertEquals(
                ErrorCode.SHUTTING_DOWN,
                assertThrows(KaiyeException.class, () -> names(store)).code());
    }

    @Test
    void manyWritersOfTwoStoresLoseNothing() throws Exception {
        try (Store one = database.open(temp);
                Store two = database.open(temp);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Store store = i % 2 == 0 ? one : two;
                String name = "n" + i;
                done.add(threads.submit(() -> store.write(sql -> insertNext(sql, name))));
            }
            for (Future<Integer> each : done) {
                assertEquals(1, each.get());
            }
            assertEquals(40, names(one).size());
        }
    }

    @Test
    void twoStoresMayOpenANewHomeAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> opened = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                opened.add(
                        threads.submit(
                                () -> {
                                    try (Store store = database.open(temp.resolve("shared"))) {
                                        return names(store).size();
                                    }
                                }));
            }
            for (Future<Integer> each : opened) {
                assertEquals(0, each.get());
            }
        }
    }

    @Test
    void aSecondProcessWaitsThenSaysTheHomeIsBusy() throws Exception {
        database.open(temp).close();
        try (ChildJvm child =
                        ChildJvm.start(
                                HoldsTheHome.class, temp.toString(), database.argument(temp));
                Store store = Store.open(temp, database.address(temp), SHORT_WAIT)) {
            child.await("held");
            long start = System.nanoTime();
            KaiyeException busy =
                    assertThrows(
                            KaiyeException.class,
                            () -> store.<Integer>write(sql -> insert(sql, "mine", 2)));
            assertTrue(System.nanoTime() - start >= SHORT_WAIT.toNanos() * 9 / 10);
            assertEquals(ErrorCode.HOME_BUSY, busy.code());
            assertTrue(busy.getMessage().contains("for more than 0.3 s"), busy.getMessage());
            assertEquals(List.of(), names(store), "reading does not wait");

            child.release();
            child.await("committed");
            store.<Integer>write(sql -> insert(sql, "mine", 2));
            assertEquals(List.of("child", "mine"), names(store));
        }
    }

    @Test
    void aKilledProcessLeavesNoHalfTransactionAndItsWorkFolderIsSwept() throws Exception {
        try (ChildJvm child =
                ChildJvm.start(HoldsTheHome.class, temp.toString(), database.argument(temp))) {
            Path work = Path.of(child.await("work ").substring("work ".length()));
            child.await("held");
            database.open(temp).close();
            assertTrue(Files.exists(work), "the owner lives");
            child.kill();
            try (Store store = database.open(temp)) {
                assertEquals(List.of(), names(store));
                assertFalse(Files.exists(work), "the owner is dead");
                assertEquals(List.of(), store.problems());
            }
        }
    }

    @Test
    void workFoldersAreUniqueAndGoneAfterClosing() throws Exception {
        Path first;
        try (Store store = database.open(temp)) {
            first = store.newWorkFolder("train");
            Path second = store.newWorkFolder("train");
            assertFalse(first.equals(second));
            Files.createDirectories(first.resolve("a/b"));
            Files.writeString(first.resolve("a/b/c"), "x");
            store.deleteWorkFolder(second);
            assertFalse(Files.exists(second));
            assertThrows(IllegalArgumentException.class, () -> store.newWorkFolder("../x"));
        }
        assertFalse(Files.exists(first));
    }

    @Test
    void aFolderOfAReusedProcessIdIsSwept() throws Exception {
        database.open(temp).close();
        long self = ProcessHandle.current().pid();
        String named = "work/train-" + self + "-";
        Path old = temp.resolve(named + "1000-1");
        Path reused = temp.resolve(named + "t1-1");
        Path mine = temp.resolve(named + WorkFolders.start(self) + "-1");
        Path byClock =
                temp.resolve(
                        named
                                + (ProcessHandle.current()
                                                .info()
                                                .startInstant()
                                                .orElseThrow()
                                                .toEpochMilli()
                                        + 3000)
                                + "-1");
        Path strange = temp.resolve("work/somebody elses");
        for (Path folder : List.of(old, reused, mine, byClock, strange)) {
            Files.createDirectories(folder);
        }
        database.open(temp).close();
        assertFalse(Files.exists(old));
        assertFalse(Files.exists(reused));
        assertTrue(Files.exists(mine));
        assertTrue(Files.exists(byClock), "a name of before, with a little play");
        assertTrue(Files.exists(strange));
    }

    @Test
    void contentThatADeadProcessPutAndDidNotNameGoesWithItsFolder() throws Exception {
        String name = "work/split-" + ProcessHandle.current().pid() + "-t1-1-";
        Path elsewhere = temp.resolve(name + "00000000");
        Path dead;
        String orphan;
        String other;
        String named;
        try (Store store = database.open(temp)) {
            String mine = store.newWorkFolder("split").getFileName().toString();
            dead = temp.resolve(name + mine.substring(mine.lastIndexOf('-') + 1));
            Files.createDirectories(dead);
            Files.createDirectories(elsewhere);
            Path file = Files.writeString(elsewhere.resolve("a"), "named by another database");
            named = store.blobs().put(file);
            orphan = store.blobs().put(Files.writeString(dead.resolve("train"), "of a person"));
            other = store.blobs().put(Files.writeString(temp.resolve("file"), "of a model"));
            Files.writeString(dead.resolve("file"), "of a model");
        }
        try (Store store = database.open(temp)) {
            assertFalse(Files.exists(dead));
            assertFalse(store.blobs().has(orphan));
            assertTrue(store.blobs().has(other), "not put from that folder");
            assertFalse(Files.exists(elsewhere));
            assertTrue(store.blobs().has(named), "by a process with another database");
        }
    }

    /** In milliseconds since 1970 a start would move whenever the machine's clock is set. */
    @Test
    void onLinuxAProcessIsKnownByTicksSinceTheMachinesStart() {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")));
        long self = ProcessHandle.current().pid();
        assertTrue(WorkFolders.start(self).matches("t[1-9]\\d*"), WorkFolders.start(self));
        assertEquals(WorkFolders.start(self), WorkFolders.start(self));
    }

    private static void writeFromAnotherThread(Store store) {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Integer> written =
                    thread.submit(() -> store.write(sql -> insert(sql, "two", 2)));
            assertEquals(1, written.get());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static Integer insertNext(Sql sql, String name) {
        long next =
                sql.first("SELECT count(*) AS n FROM dataset_version").orElseThrow().number("n");
        return insert(sql, name, next + 1);
    }

    static Integer insert(Sql sql, String name, long number) {
        return sql.update(INSERT, name, "a".repeat(64), 0, number, "{}");
    }

    static List<String> names(Store store) {
        return store.read(
                sql ->
                        sql
                                .query("SELECT name FROM dataset_version ORDER BY import_number")
                                .stream()
                                .map(row -> row.text("name"))
                                .toList());
    }
}
