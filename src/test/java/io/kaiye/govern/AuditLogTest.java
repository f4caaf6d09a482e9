package io.kaiye.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.008Z");

    private final TestDatabase database;
    @TempDir Path folder;
    private Store store;
    private AuditLog log;

    AuditLogTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void fiveEntries() {
        store = database.open(folder.resolve("home"));
        log = new AuditLog(store, () -> NOW, "tester");
        for (int i = 1; i <= 5; i++) {
            log.append("export", Map.of("dataset", "desk@" + i, "rows", i));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void entriesAreNumberedListedAndWhole() {
        assertEquals(new AuditState(5, Optional.empty()), log.verify());
        List<AuditEntry> newest = log.list(Instant.EPOCH, 2);
        assertEquals(List.of(4L, 5L), newest.stream().map(AuditEntry::number).toList());
        assertEquals(
                new AuditEntry(5, NOW, "tester", "export", Map.of("dataset", "desk@5", "rows", 5)),
                newest.getLast());
        assertEquals(List.of(), log.list(NOW.plusMillis(1), 10));
    }

    @Test
    void theDatabaseRefusesToChangeAnEntry() {
        assertThrows(KaiyeException.class, () -> run("UPDATE audit_entry SET action = 'import'"));
        assertThrows(KaiyeException.class, () -> run("DELETE FROM audit_entry"));
    }

    @Test
    void aChangedEntryIsNamed() {
        tamper("UPDATE audit_entry SET content = replace(content, 'desk@3', 'desk@9')");
        assertEquals("entry 3 was changed", problem());
    }

    @Test
    void aChangedColumnIsNamed() {
        tamper("UPDATE audit_entry SET at_millis = 0 WHERE number = 2");
        assertEquals("entry 2 says other things than its columns", problem());
    }

    @Test
    void aDeletedEntryIsNamed() {
        tamper("DELETE FROM audit_entry WHERE number = 2");
        assertEquals("entry 2 is missing", problem());
    }

    @Test
    void entriesInAnotherOrderAreNamed() {
        tamper(
                "UPDATE audit_entry SET number = 100 WHERE number = 2",
                "UPDATE audit_entry SET number = 2 WHERE number = 3",
                "UPDATE audit_entry SET number = 3 WHERE number = 100");
        assertEquals("entry 2 does not follow entry 1", problem());
    }

    @Test
    void anEndThatWasCutOffIsSeen() {
        tamper("DELETE FROM audit_entry WHERE number > 3");
        assertEquals("entry 4 is missing: the log ends at entry 3 and had 5", problem());
    }

    @Test
    void anEndThatWasCutOffWithItsAnchorIsSeenByTheFile() {
        Map<String, Object> third =
                store.read(
                        sql ->
                                Map.of(
                                        "hash",
                                        sql.first("SELECT hash FROM audit_entry WHERE number = 3")
                                                .orElseThrow()
                                                .text("hash")));
        tamper(
                "DELETE FROM audit_entry WHERE number > 3",
                "UPDATE audit_anchor SET number = 3, hash = '" + third.get("hash") + "'");
        assertEquals("entry 4 is missing: the log ends at entry 3 and had 5", problem());
    }

    @Test
    void aForgedTailIsSeenByTheFile() {
        tamper("DELETE FROM audit_entry WHERE number > 3");
        run("UPDATE audit_anchor SET number = 3, hash = '" + hash(3) + "'");
        AuditLog forger = new AuditLog(store, () -> NOW, "forger");
        store.write(
                sql -> {
                    forger.append(sql, "export", Map.of());
                    forger.append(sql, "export", Map.of());
                    return true;
                });
        assertEquals("entry 5 is another than the one that was anchored", problem());
    }

    @Test
    void aTransactionThatFailsLeavesNoEntry() {
        assertThrows(
                IllegalStateException.class,
                () ->
                        store.write(
                                sql -> {
                                    log.append(sql, "import", Map.of());
                                    throw new IllegalStateException("on purpose");
                                }));
        assertEquals(new AuditState(5, Optional.empty()), log.verify());
    }

    @Test
    void theAnchorsFileHoldsTheNewestEntry() throws IOException {
        String file = Files.readString(store.home().resolve(AuditLog.ANCHOR_FILE));
        assertTrue(file.contains("\"number\":5") && file.contains(hash(5)), file);
    }

    private String hash(int number) {
        return store.read(
                sql ->
                        sql.first("SELECT hash FROM audit_entry WHERE number = ?", number)
                                .orElseThrow()
                                .text("hash"));
    }

    private String problem() {
        return log.verify().problem().orElse("none");
    }

    /** As somebody who owns the database can. */
    private void tamper(String... statements) {
        if (database == TestDatabase.SQLITE) {
            run("DROP TRIGGER audit_entry_no_update");
            run("DROP TRIGGER audit_entry_no_delete");
        }
        store.write(
                sql -> {
                    if (database == TestDatabase.POSTGRES) {
                        sql.update("ALTER TABLE audit_entry DISABLE TRIGGER USER");
                    }
                    List.of(statements).forEach(sql::update);
                    if (database == TestDatabase.POSTGRES) {
                        sql.update("ALTER TABLE audit_entry ENABLE TRIGGER USER");
                    }
                    return true;
                });
    }

    private void run(String statement) {
        store.write(sql -> sql.update(statement));
    }
}
