package io.kaiye.gateway;

import static io.kaiye.gateway.Cascade.Decision.PASS_ON;
import static io.kaiye.gateway.Cascade.Decision.TAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CascadeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // confidence, threshold, taken
        "0.90, 0.90, true",
        "0.89, 0.90, false",
        "1.00, 1.00, true",
        "1.00, 2.00, false",
        "0.00, 0.00, true",
        "-1.0, 0.00, false",
    })
    void anAnswerIsTakenWhereItsConfidenceReachesTheThreshold(
            double confidence, double threshold, boolean taken) {
        assertEquals(taken ? TAKE : PASS_ON, Cascade.decide(confidence, threshold));
    }

    @Test
    void theSampleIsOfItsShareAndTheSameEveryTime() {
        AuditSampler sampler = new AuditSampler(0.05, 7);
        AuditSampler other = new AuditSampler(0.05, 8);
        int chosen = 0;
        int both = 0;
        for (int i = 0; i < 100_000; i++) {
            String id = "ans_" + i;
            assertEquals(sampler.audits(id), sampler.audits(id));
            chosen += sampler.audits(id) ? 1 : 0;
            both += sampler.audits(id) && other.audits(id) ? 1 : 0;
        }
        assertEquals(5000, chosen, 300);
        assertEquals(250, both, 80);
        assertFalse(new AuditSampler(0, 7).audits("ans_1"));
        assertTrue(new AuditSampler(1, 7).audits("ans_1"));
    }

    @Test
    void agreementMayFallByWhatTheQualityMayLoseOverTheLocalShare() {
        AuditGoal goal = AuditGoal.of(0.98, 0.97, 0.95, 0.8, 10_000);
        assertEquals(0.98 - 0.02 / 0.8, goal.floor(), 1e-12);
        assertTrue(goal.expected() < 0.98 && goal.expected() > 0.978);
        assertEquals(0, AuditGoal.of(1, 0.97, 0.95, 0, 0).floor());
    }

    @Test
    void tighteningGoesToTheNextSaferThresholdsAndAtLastUpstream() {
        CascadeSetting setting = setting(1);
        AuditWindow window = AuditWindow.at(setting.goal(), 1, 60, 100);
        CascadeSetting safer = setting.tightened(window, NOW);
        assertEquals(0.99, safer.threshold(0));
        assertEquals(CascadeSetting.Kind.TIGHTENED, safer.kind());
        assertTrue(safer.why().contains("60 of 100"), safer.why());
        CascadeSetting last = safer.tightened(window, NOW);
        assertEquals(Cascade.NEVER, last.threshold(0));
        assertEquals(0, last.goal().floor());
        assertNotEquals(setting.goal(), safer.goal());
    }

    static CascadeSetting setting(int level) {
        return new CascadeSetting(
                0,
                "support",
                List.of("desk@1f0c", "big"),
                CascadeSetting.Kind.CALIBRATED,
                0.95,
                List.of(
                        new CascadeLevel(List.of(0.99), 0.98, 0.965, 0.99, 0.5, 1000, 0.99, 40_000),
                        new CascadeLevel(
                                List.of(0.9), 0.965, 0.951, 0.975, 0.8, 1600, 0.97, 20_000)),
                level,
                "calibrated",
                "{}",
                NOW);
    }
}
