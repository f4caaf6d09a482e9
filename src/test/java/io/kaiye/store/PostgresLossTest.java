package io.kaiye.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.CuttingProxy.Cut;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of work whose connection to the server is lost. */
class PostgresLossTest {
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final PostgresServer SERVER = PostgresServer.start();

    /** The whole statement; another one has READ COMMITTED in it. */
    private static final String COMMIT = "COMMIT\0";

    @TempDir Path home;

    @BeforeAll
    static void make() {
        SERVER.emptyDatabase("lossy");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private Store open(int port) {
        Store store = Store.open(home, PostgresServer.address("lossy", port), WAIT);
        SERVER.administerIn("lossy", "DELETE FROM dataset_version");
        return store;
    }

    /** The server is asked what became of the transaction. */
    @Test
    void aCommitWhoseAnswerIsLostIsKnownToBeDone() {
        try (CuttingProxy proxy = new CuttingProxy(SERVER.port());
                Store store = open(proxy.port())) {
            AtomicInteger runs = new AtomicInteger();
            proxy.cutAt(COMMIT, Cut.AFTER);
            int rows =
                    store.write(
                            sql -> {
                                runs.incrementAndGet();
                                return StoreTest.insert(sql, "once", 1);
                            });
            assertEquals(1, rows);
            assertEquals(1, runs.get());
            assertEquals(List.of("once"), StoreTest.names(store));
        }
    }

    @Test
    void aCommitThatNeverArrivesHasChangedNothing() {
        try (CuttingProxy proxy = new CuttingProxy(SERVER.port());
                Store store = open(proxy.port())) {
            proxy.cutAt(COMMIT, Cut.BEFORE);
            KaiyeException lost = failed(store, "gone");
            assertEquals(ErrorCode.DATABASE_UNREACHABLE, lost.code());
            assertTrue(lost.getMessage().contains("Nothing was changed"), lost.getMessage());
            assertEquals(List.of(), StoreTest.names(store));
            assertEquals(1, store.<Integer>write(sql -> StoreTest.insert(sql, "next", 1)));
        }
    }

    @Test
    void aCommitThatNobodyCanAskAboutIsUnknown() {
        try (CuttingProxy proxy = new CuttingProxy(SERVER.port());
                Store store = open(proxy.port())) {
            proxy.cutAt(COMMIT, Cut.AFTER_AND_CLOSE);
            KaiyeException unknown = failed(store, "perhaps");
            assertEquals(ErrorCode.OUTCOME_UNKNOWN, unknown.code(), unknown.getMessage());
            long start = System.nanoTime();
            assertEquals(ErrorCode.DATABASE_UNREACHABLE, failed(store, "later").code());
            assertTrue(System.nanoTime() - start < WAIT.toNanos(), "waits once, not each time");
        }
    }

    /** After a crash the number of a transaction may have been given again. */
    @Test
    void aCommitAfterWhichTheServerCrashesIsUnknown() {
        try (CuttingProxy proxy = new CuttingProxy(SERVER.port());
                Store store = open(proxy.port())) {
            proxy.cutAt(
                    COMMIT,
                    Cut.AFTER,
                    () -> {
                        SERVER.crash();
                        SERVER.run();
                    });
            assertEquals(ErrorCode.OUTCOME_UNKNOWN, failed(store, "there").code());
            assertEquals(List.of("there"), StoreTest.names(store));
        }
    }

    @Test
    void aTransactionThatACrashCutsOffIsUndone() {
        try (Store store = open(SERVER.port())) {
            KaiyeException lost =
                    assertThrows(
                            KaiyeException.class,
                            () ->
                                    store.write(
                                            sql -> {
                                                StoreTest.insert(sql, "crash", 1);
                                                SERVER.crash();
                                                SERVER.run();
                                                return 1;
                                            }));
            assertEquals(ErrorCode.DATABASE_UNREACHABLE, lost.code(), lost.getMessage());
            assertEquals(List.of(), StoreTest.names(store));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE", "AFTER"})
    void aGroupsWorksAreDoneOnceMore(Cut cut) {
        try (CuttingProxy proxy = new CuttingProxy(SERVER.port());
                Store store = open(proxy.port())) {
            GroupWriter writer = store.groupWriter();
            for (String word : List.of(COMMIT, "INSERT")) {
                proxy.cutAt(word, cut);
                int rows =
                        writer.write(
                                sql ->
                                        StoreTest.insert(
                                                sql, "after " + word.length(), word.length()));
                assertEquals(1, rows);
            }
            assertEquals(2, StoreTest.names(store).size());
        }
    }

    @Test
    void whoWasIdleDoesNotNoticeARestart() {
        try (Store store = open(SERVER.port())) {
            assertEquals(List.of(), StoreTest.names(store));
            SERVER.restart();
            assertEquals(List.of(), StoreTest.names(store));
            SERVER.restart();
            assertEquals(1, store.<Integer>write(sql -> StoreTest.insert(sql, "a", 1)));
        }
    }

    @Test
    void aReadThatIsCutOffSaysSo() {
        try (Store store = open(SERVER.port())) {
            KaiyeException lost =
                    assertThrows(
                            KaiyeException.class,
                            () ->
                                    store.read(
                                            sql -> {
                                                SERVER.restart();
                                                return sql.query("SELECT 1 AS one");
                                            }));
            assertEquals(ErrorCode.DATABASE_UNREACHABLE, lost.code(), lost.getMessage());
            assertEquals(List.of(), StoreTest.names(store));
        }
    }

    /** An interrupt closes the socket that a virtual thread reads from. */
    @Test
    void anInterruptedVirtualThreadSpoilsNothing() throws Exception {
        try (Store store = open(SERVER.port())) {
            Thread cut =
                    Thread.ofVirtual()
                            .start(() -> assertThrows(KaiyeException.class, () -> slow(store)));
            Thread.sleep(300);
            cut.interrupt();
            cut.join();
            assertEquals(1, store.<Integer>write(sql -> StoreTest.insert(sql, "next", 1)));
            assertEquals(List.of("next"), StoreTest.names(store));
        }
    }

    /** The server loses what it holds in memory, and goes on under the same process. */
    @Test
    void aCrashOfOneOfTheServersProcessesIsAnotherIncarnation() throws SQLException {
        Postgres dialect = new Postgres(SERVER.address("lossy"), WAIT);
        open(SERVER.port()).close();
        String before = incarnation(dialect);
        assertEquals(before, incarnation(dialect));
        SERVER.killOneOfItsProcesses();
        assertNotEquals(before, incarnation(dialect));
        String after = incarnation(dialect);
        SERVER.restart();
        assertNotEquals(after, incarnation(dialect));
    }

    private static String incarnation(Postgres dialect) throws SQLException {
        try (Connection connection = dialect.connectWriter()) {
            return dialect.incarnation(connection);
        }
    }

    private static List<Row> slow(Store store) {
        return store.write(
                sql -> {
                    StoreTest.insert(sql, "cut", 1);
                    return sql.query("SELECT pg_sleep(20)");
                });
    }

    private static KaiyeException failed(Store store, String name) {
        return assertThrows(
                KaiyeException.class,
                () -> store.<Integer>write(sql -> StoreTest.insert(sql, name, 1)));
    }
}
