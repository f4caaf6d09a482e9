package io.kaiye.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a server has: settings, permissions, nodes; each failure with its next step. */
class PostgresTest {
    private static final PostgresServer SERVER = PostgresServer.shared();

    @TempDir Path temp;

    @Test
    void nodesWithHomesOfTheirOwnShareOneDatabaseFromItsFirstMoment() throws Exception {
        DatabaseAddress address = SERVER.emptyDatabase("several_nodes");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int node = i;
                done.add(
                        threads.submit(
                                () -> {
                                    Path home = temp.resolve("node" + node);
                                    try (Store store = Store.open(home, address)) {
                                        return store.<Integer>write(
                                                sql -> StoreTest.insert(sql, "n" + node, node));
                                    }
                                }));
            }
            for (Future<Integer> one : done) {
                assertEquals(1, one.get());
            }
        }
        try (Store store = Store.open(temp, address)) {
            assertEquals(List.of("n0", "n1", "n2", "n3"), StoreTest.names(store));
        }
    }

    @Test
    void theDescriptionNamesServerAndVersionAndNoPassword() {
        try (Store store = TestDatabase.POSTGRES.open(temp)) {
            String description = store.databaseDescription();
            assertTrue(description.startsWith("PostgreSQL 1"), description);
            assertTrue(description.contains("127.0.0.1:" + SERVER.port()), description);
            assertFalse(description.contains("secret"), description);
        }
    }

    @Test
    void aCommitIsOnTheDiskWhateverTheDatabaseIsSetTo() {
        DatabaseAddress address = SERVER.emptyDatabase("careless");
        SERVER.administer("ALTER DATABASE careless SET synchronous_commit = off");
        try (Store store = Store.open(temp, address)) {
            String commits =
                    store.write(
                            sql ->
                                    sql.first("SHOW synchronous_commit")
                                            .orElseThrow()
                                            .text("synchronous_commit"));
            assertEquals("on", commits);
        }
    }

    @Test
    void aServerThatMayTearPagesIsFound() {
        SERVER.administer("ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()");
        try (Store store = TestDatabase.POSTGRES.open(temp)) {
            assertTrue(problemsOf(store).contains("full_page_writes"));
        } finally {
            SERVER.administer("ALTER SYSTEM RESET full_page_writes", "SELECT pg_reload_conf()");
        }
    }

    @Test
    void aGuardThatIsSwitchedOffIsFound() {
        DatabaseAddress address = SERVER.emptyDatabase("guards");
        try (Store store = Store.open(temp, address)) {
            assertEquals(List.of(), store.problems());
            SERVER.administerIn(
                    "guards", "ALTER TABLE transfer DISABLE TRIGGER transfer_no_delete");
            assertEquals(
                    List.of("the trigger transfer_no_delete of transfer is switched off"),
                    store.problems());
        }
    }

    @Test
    void aFullDiskOfTheServerRollsTheTransactionBack() throws IOException {
        Path place = SERVER.newFolder("small");
        try (SmallDisk disk =
                new SmallDisk(
                        place, "size=24m,mode=700,uid=" + Files.getAttribute(place, "unix:uid"))) {
            if (!disk.isMounted()) {
                return;
            }
            SERVER.administer(
                    "CREATE TABLESPACE small LOCATION '" + place + "'",
                    "CREATE DATABASE tight OWNER kaiye TABLESPACE small");
            try (Store store = Store.open(temp, SERVER.address("tight"))) {
                assertEquals(List.of(), StoreTest.names(store)); // with the connection for later
                KaiyeException full =
                        assertThrows(KaiyeException.class, () -> store.write(PostgresTest::much));
                assertEquals(ErrorCode.DISK_FULL, full.code(), full.getMessage());
                assertEquals(List.of(), StoreTest.names(store));
            } finally {
                SERVER.administer("DROP DATABASE tight WITH (FORCE)", "DROP TABLESPACE small");
            }
        }
    }

    private static int much(Sql sql) {
        byte[] random = new byte[1 << 20];
        Random seeded = new Random(7);
        for (int i = 0; i < 40; i++) {
            seeded.nextBytes(random);
            StoreTest.insert(sql, "n" + i, i);
            sql.update(
                    "UPDATE dataset_version SET details = ? WHERE name = ?",
                    HexFormat.of().formatHex(random),
                    "n" + i);
        }
        return 40;
    }

    @Test
    void whatCannotBeOpenedSaysWhatToDo() {
        SERVER.emptyDatabase("good");
        SERVER.emptyDatabase("theirs");
        SERVER.administerIn("theirs", "CREATE TABLE theirs (a int)");
        SERVER.administer(
                "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 OWNER kaiye",
                "CREATE DATABASE foreigners");
        String at = "jdbc:postgresql://127.0.0.1:" + SERVER.port() + "/";
        String who = "?user=kaiye&password=a%26secret+word";
        refused(
                ErrorCode.NOT_WRITABLE,
                at + "good?user=kaiye&password=wrongsecret",
                "password authentication failed",
                "Look at user and password");
        refused(ErrorCode.DATABASE_UNREACHABLE, at + "none" + who, "CREATE DATABASE");
        refused(
                ErrorCode.DATABASE_UNREACHABLE,
                "jdbc:postgresql://127.0.0.1:1/good" + who,
                "Does the server run?");
        refused(ErrorCode.CORRUPT_FILE, at + "theirs" + who, "another program");
        refused(ErrorCode.INVALID_ARGUMENT, at + "latin" + who, "LATIN1", "UTF8");
    }

    @Test
    void aUserWhoMayNotMakeTablesIsToldSo() {
        SERVER.administer("CREATE DATABASE not_mine");
        refused(
                ErrorCode.NOT_WRITABLE,
                SERVER.address("not_mine").revealUrl(),
                "permission denied",
                "owner of the database");
    }

    @Test
    void aNewerSchemaIsRefusedAndNotTouched() {
        DatabaseAddress address = SERVER.emptyDatabase("newer");
        Store.open(temp, address).close();
        SERVER.administerIn("newer", "UPDATE kaiye_schema_history SET version = '99'");
        refused(ErrorCode.NEWER_HOME, address.revealUrl(), "schema is 99");
    }

    @Test
    void aTextThatItCannotKeepIsRefused() {
        try (Store store = TestDatabase.POSTGRES.open(temp)) {
            KaiyeException refused =
                    assertThrows(
                            KaiyeException.class,
                            () -> store.<Integer>write(sql -> StoreTest.insert(sql, "\0", 1)));
            assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code(), refused.getMessage());
        }
    }

    @Test
    void aSumBeyondSixtyFourBitsIsNotCut() {
        try (Store store = TestDatabase.POSTGRES.open(temp)) {
            Row row =
                    store.read(sql -> sql.first("SELECT 9223372036854775807::numeric + 1 AS sum"))
                            .orElseThrow();
            assertThrows(ArithmeticException.class, () -> row.number("sum"));
            Row flag = store.read(sql -> sql.first("SELECT 1 < 2 AS less")).orElseThrow();
            assertTrue(flag.flag("less"));
        }
    }

    private static String problemsOf(Store store) {
        for (int i = 0; i < 50; i++) {
            List<String> problems = store.problems();
            if (!problems.isEmpty()) {
                return problems.toString();
            }
            PostgresServer.sleep(); // until the server has read its configuration again
        }
        return "";
    }

    private void refused(ErrorCode code, String url, String... words) {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () -> Store.open(temp, DatabaseAddress.parse(url)).close());
        assertEquals(code, refused.code(), refused.getMessage());
        for (String word : words) {
            assertTrue(refused.getMessage().contains(word), refused.getMessage());
        }
        assertFalse(refused.getMessage().contains("secret"), refused.getMessage());
    }
}
