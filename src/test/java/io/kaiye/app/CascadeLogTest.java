package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.gateway.AuditWindow;
import io.kaiye.gateway.CascadeAudit;
import io.kaiye.gateway.CascadeLevel;
import io.kaiye.gateway.CascadeSetting;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class CascadeLogTest {
    private final TestDatabase database;

    CascadeLogTest(TestDatabase database) {
        this.database = database;
    }

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> RUNGS = List.of("desk@1f0c", "large");

    @TempDir private Path home;

    @Test
    void aSettingComesBackAsItWasKept() {
        try (Store store = database.open(home)) {
            CascadeLog log = new CascadeLog(store);
            CascadeSetting kept = log.calibrated(setting(RUNGS));
            assertEquals(Optional.of(kept), log.inForce("support", RUNGS));
            assertEquals(List.of(kept), log.settings("support"));
            assertEquals(Optional.empty(), log.inForce("other", RUNGS));
        }
    }

    @Test
    void aNewVersionHasNoThresholdsAndTheOldOneKeepsItsOwn() {
        try (Store store = database.open(home)) {
            CascadeLog log = new CascadeLog(store);
            CascadeSetting old = log.calibrated(setting(RUNGS));
            List<String> promoted = List.of("desk@77aa", "large");
            assertEquals(Optional.empty(), log.inForce("support", promoted));
            log.calibrated(setting(promoted));
            assertEquals(Optional.of(old), log.inForce("support", RUNGS));
        }
    }

    @Test
    void auditsThatSpeakAgainstTheThresholdsTightenThemOnTheRecord() {
        try (Store store = database.open(home)) {
            CascadeLog log = new CascadeLog(store);
            CascadeSetting first = log.calibrated(setting(RUNGS));
            CascadeSetting second = auditUntilTightened(log, first, 60);
            assertEquals(0, second.level());
            assertEquals(0.99, second.threshold(0));
            CascadeSetting third = auditUntilTightened(log, second, 60);
            assertEquals(-1, third.level());
            assertEquals(List.of(first, second, third), log.settings("support"));
            assertEquals(Optional.of(third), log.inForce("support", RUNGS));
            assertTrue(third.why().contains("audited answers"), third.why());
        }
    }

    @Test
    void aRestartLosesNoAudit() {
        CascadeSetting setting;
        try (Store store = database.open(home)) {
            CascadeLog log = new CascadeLog(store);
            setting = log.calibrated(setting(RUNGS));
            for (int i = 0; i < 40; i++) {
                log.audited(audit(setting, "a" + i, i != 3));
            }
        }
        try (Store store = database.open(home)) {
            CascadeLog log = new CascadeLog(store);
            log.audited(audit(setting, "b", true));
            AuditWindow window = log.windows(setting).getFirst();
            assertEquals(41, window.audits());
            assertEquals(40, window.agreed());
        }
    }

    @Test
    void whatIsOnTheRecordStays() {
        try (Store store = database.open(home)) {
            CascadeLog log = new CascadeLog(store);
            log.audited(audit(log.calibrated(setting(RUNGS)), "a", true));
            for (String table : List.of("cascade_setting", "cascade_threshold", "cascade_audit")) {
                assertThrows(
                        RuntimeException.class,
                        () -> store.write(sql -> sql.update("DELETE FROM " + table)));
            }
        }
    }

    private static CascadeSetting auditUntilTightened(
            CascadeLog log, CascadeSetting setting, int most) {
        for (int i = 0; i < most; i++) {
            Optional<CascadeSetting> tightened =
                    log.audited(audit(setting, setting.id() + "-" + i, i % 2 == 0));
            if (tightened.isPresent()) {
                assertTrue(i + 1 >= AuditWindow.AUDITS_MIN, "after " + i);
                return tightened.get();
            }
        }
        throw new AssertionError("not tightened after " + most);
    }

    private static CascadeAudit audit(CascadeSetting setting, String id, boolean agrees) {
        return new CascadeAudit(
                setting.id(),
                "support",
                id,
                0,
                0,
                0.95,
                "billing",
                agrees ? "billing" : "refund",
                agrees,
                NOW);
    }

    private static CascadeSetting setting(List<String> rungs) {
        return new CascadeSetting(
                0,
                "support",
                rungs,
                CascadeSetting.Kind.CALIBRATED,
                0.95,
                List.of(
                        new CascadeLevel(List.of(0.99), 0.98, 0.965, 0.99, 0.5, 1000, 0.99, 40_000),
                        new CascadeLevel(
                                List.of(0.9), 0.965, 0.951, 0.975, 0.8, 1600, 0.97, 20_000)),
                1,
                "calibrated on desk:test",
                "{}",
                NOW);
    }
}
