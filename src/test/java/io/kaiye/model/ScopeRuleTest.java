package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopeRuleTest {
    private static final ScopeRule.Fit FIT =
            new ScopeRule.Fit(0.95, "valid split", 100, 95, 90, 20, 15, 0.93, null);

    @TempDir Path folder;

    @Test
    void bothScoresAreWhatTheirFormulasSay() {
        float[] scores = {1, -2, 3};
        double sum = Math.exp(0.5) + Math.exp(-1) + Math.exp(1.5);
        assertEquals(Math.exp(1.5) / sum, ScopeScore.CONFIDENCE.of(scores, 2, -1), 1e-12);
        assertEquals(2 * Math.log(sum), ScopeScore.ENERGY.of(scores, 2, -1), 1e-12);
        assertEquals(Math.exp(0.5) / sum, ScopeScore.CONFIDENCE.of(scores, 2, 2), 1e-12);
        double rest = Math.exp(0.5) + Math.exp(-1);
        assertEquals(2 * Math.log(rest), ScopeScore.ENERGY.of(scores, 2, 2), 1e-12);
        assertEquals(1e30, ScopeScore.ENERGY.of(new float[] {1e30f, -1e30f}, 1, -1), 1e24);
    }

    @Property
    void aHigherThresholdNeverGivesALabelToMoreTexts(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 9) int labels,
            @ForAll @DoubleRange(min = -3, max = 3) double low,
            @ForAll @DoubleRange(min = 0, max = 3) double step,
            @ForAll @DoubleRange(min = 0.05, max = 20) double temperature,
            @ForAll ScopeScore score,
            @ForAll boolean hasClass) {
        Random random = new Random(seed);
        ModelInfo info = info(labels, temperature);
        String label = hasClass ? "label1" : null;
        ScopeRule lower = new ScopeRule(score, low, label, FIT);
        ScopeRule higher = new ScopeRule(score, low + step, label, FIT);
        for (int text = 0; text < 20; text++) {
            float[] scores = new float[labels];
            for (int i = 0; i < labels; i++) {
                scores[i] = (float) (3 * random.nextGaussian());
            }
            assertTrue(higher.outOfScope(info, scores) || !lower.outOfScope(info, scores));
            assertTrue(
                    !ScopeRule.wins(scores, lower.place(info.labels()))
                            || lower.outOfScope(info, scores));
        }
    }

    @Test
    void theClassOutOfScopeNeedsNoThreshold() {
        ScopeRule rule = new ScopeRule(ScopeScore.CONFIDENCE, 0, "label1", FIT);
        float[][] scores = {{0, 5}, {5, 0}, {1, 1}};
        ScopedAnswers answers = ScopedAnswers.of(info(2, 1).withScope(rule), scores);
        assertArrayEquals(new boolean[] {true, false, false}, answers.outOfScope());
        assertEquals(1, answers.probabilities()[0][0] + answers.probabilities()[0][1], 1e-6);
        assertArrayEquals(new boolean[3], ScopedAnswers.of(info(2, 1), scores).outOfScope());
    }

    @Test
    void theRuleStaysWithTheFolderAndOldFoldersHaveNone() throws Exception {
        Files.createFile(folder.resolve(ModelFolder.LINEAR));
        ModelFolder.writeInfo(folder, info(2, 1));
        Path file = folder.resolve(ModelFolder.INFO);
        assertFalse(Files.readString(file).contains("scope"));
        assertNull(ModelFolder.readInfo(folder).scope());
        ScopeRule rule = new ScopeRule(ScopeScore.ENERGY, 1.25, null, FIT);
        ModelFolder.writeInfo(folder, info(2, 1).withScope(rule));
        ModelInfo read = ModelFolder.readInfo(folder);
        assertEquals(rule, read.scope());
        assertEquals(rule, read.withPrecision("int8").withTemperature(2).scope());
        assertTrue(Files.readString(file).contains("\"energy\""));
    }

    @Test
    void anUnsoundRuleIsRefused() {
        assertRefused(() -> new ScopeRule(ScopeScore.ENERGY, Double.NaN, null, FIT), "NaN");
        assertRefused(
                () -> new ScopeRule.Fit(null, "valid split", 10, 11, 0, 0, 0, null, null),
                "11 kept of 10");
        KaiyeException unknown =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                Json.parse(
                                        Json.line(new ScopeRule(ScopeScore.ENERGY, 1, null, FIT))
                                                .replace("energy", "entropy"),
                                        ScopeRule.class));
        assertTrue(unknown.getMessage().contains("entropy"), unknown.getMessage());
    }

    @Test
    void aMovedRuleRemembersWhereItCameFrom() {
        ScopeRule first = new ScopeRule(ScopeScore.ENERGY, 1.5, "other", FIT);
        ScopeRule twice = first.movedTo(1.4).movedTo(1.3);
        assertEquals(1.3, twice.threshold());
        assertEquals(1.5, twice.fit().movedFrom());
        assertEquals(FIT.kept(), twice.fit().kept());
    }

    private static void assertRefused(
            org.junit.jupiter.api.function.Executable made, String words) {
        KaiyeException refused = assertThrows(KaiyeException.class, made);
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, refused.code());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    private static ModelInfo info(int labels, double temperature) {
        return new ModelInfo(
                ModelInfo.FORMAT,
                ModelKind.LINEAR,
                java.util.stream.IntStream.range(0, labels).mapToObj(i -> "label" + i).toList(),
                10,
                0,
                Pooling.NONE,
                "en",
                temperature,
                "",
                ModelInfo.FLOAT32,
                0);
    }
}
