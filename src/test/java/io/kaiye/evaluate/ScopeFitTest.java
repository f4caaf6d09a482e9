package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.model.ScopeRule;
import io.kaiye.model.ScopeScore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScopeFitTest {
    private static final List<String> LABELS = List.of("a", "b", "c");

    @Property(tries = 300)
    void theShareIsKeptAndNotOneRowMoreIsGiven(
            @ForAll long seed,
            @ForAll @IntRange(min = 20, max = 200) int rows,
            @ForAll @DoubleRange(min = 0.5, max = 0.99) double keptMin) {
        ScopeRows in = random(seed, rows, 0);
        ScopeRule rule = ScopeFit.fit(in, OptionalDouble.of(keptMin), "valid split");
        ScopeCounts counts = ScopeCounts.of(in, rule.score(), rule.threshold());
        assertTrue(counts.keptShare() >= keptMin - 1e-9, counts.toString());
        int mayGo = (int) Math.floor(rows * (1 - keptMin) + 1e-9);
        assertEquals(mayGo, rows - counts.kept(), "scores here are all different");
        assertEquals(ScopeFit.SCORE_OTHERWISE, rule.score());
        assertNull(rule.fit().auroc());
    }

    /** Against every threshold there is, one by one. */
    @Property(tries = 200)
    void withRowsOutOfScopeNoThresholdAnswersMoreRowsRight(
            @ForAll long seed,
            @ForAll @IntRange(min = 20, max = 60) int in,
            @ForAll @IntRange(min = 10, max = 40) int out) {
        ScopeRows rows = random(seed, in, out);
        ScopeRule rule = ScopeFit.fit(rows, OptionalDouble.empty(), "valid split");
        int reached = right(rows, rule.score(), rule.threshold());
        for (int row = 0; row < rows.rows(); row++) {
            double score = rows.score(rule.score(), row);
            assertTrue(right(rows, rule.score(), score) <= reached);
        }
        double best = Math.max(area(rows, ScopeScore.CONFIDENCE), area(rows, ScopeScore.ENERGY));
        assertEquals(best, assertPresent(rule.fit().auroc()), 1e-12);
    }

    @Test
    void aThresholdLiesMidwayBetweenWhatItTellsApart() {
        float[][] scores = new float[40][];
        int[] truth = new int[40];
        for (int row = 0; row < 40; row++) {
            boolean in = row < 25;
            scores[row] = in ? new float[] {6, 0, 0} : new float[] {2, 0, 0};
            truth[row] = in ? 0 : ScopeRows.OUTSIDE;
        }
        ScopeRows rows = new ScopeRows(LABELS, truth, scores, 1, Optional.of("other"));
        ScopeRule rule = ScopeFit.fit(rows, OptionalDouble.empty(), "valid split");
        double middle = (rows.score(rule.score(), 0) + rows.score(rule.score(), 39)) / 2;
        assertEquals(middle, rule.threshold(), 1e-12);
        assertEquals("other", rule.label());
        ScopeEvaluation seen = ScopeEvaluation.of(rows, rule);
        assertEquals(1, assertPresent(seen.inScopeAccuracy()).value());
        assertEquals(1, assertPresent(seen.outOfScopeRecall()).value());
        assertEquals(Wilson.interval(15, 15), seen.outOfScopeRecall());
    }

    @Test
    void theShareToKeepBoundsWhatIsFound() {
        ScopeRows rows = random(3, 100, 100);
        ScopeRule free = ScopeFit.fit(rows, OptionalDouble.empty(), "valid split");
        ScopeRule bound = ScopeFit.fit(rows, OptionalDouble.of(0.99), "valid split");
        assertTrue(bound.threshold() <= free.threshold());
        assertTrue(bound.fit().kept() >= 99, bound.toString());
        assertTrue(free.fit().found() > bound.fit().found());
    }

    @Test
    void nothingIsPutOnTopOfAClassThatTakesTooMany() {
        float[][] scores = new float[30][];
        int[] truth = new int[30];
        for (int row = 0; row < 30; row++) {
            scores[row] = row < 10 ? new float[] {0, 0, 3} : new float[] {3 + row, 0, 0};
        }
        ScopeRows rows = new ScopeRows(LABELS, truth, scores, 1, Optional.of("c"));
        ScopeRule rule = ScopeFit.fit(rows, OptionalDouble.of(0.95), "valid split");
        assertEquals(20, rule.fit().kept());
        assertEquals(30, rule.fit().inScope());
    }

    @Test
    void rowsOfTheClassAreFoundByItAndSoAreRowsWithoutOne() {
        float[][] scores = {{5, 0, 0}, {0, 0, 5}, {0, 0, 5}, {5, 0, 0}, {0.1f, 0, 0}};
        int[] truth = {0, 2, ScopeRows.OUTSIDE, 2, ScopeRows.OUTSIDE};
        ScopeRows rows = new ScopeRows(LABELS, truth, scores, 1, Optional.of("c"));
        ScopeEvaluation alone = ScopeEvaluation.of(rows);
        assertNull(alone.threshold());
        assertEquals(1, alone.inScopeRows());
        assertEquals(0.5, assertPresent(alone.outOfScopeRecall()).value());
        ScopeEvaluation more = ScopeEvaluation.of(rows, ScopeScore.CONFIDENCE, 0.9);
        assertEquals(0.75, assertPresent(more.outOfScopeRecall()).value());
        assertEquals(1, assertPresent(more.inScopeKept()).value());
    }

    @Test
    void withoutRowsOnOneSideTheirFiguresAreLeftOut() {
        ScopeEvaluation seen = ScopeEvaluation.of(random(1, 20, 0));
        assertNull(seen.outOfScopeRecall());
        assertNull(seen.auroc());
        assertNotNull(seen.inScopeKept());
        assertTrue(!io.kaiye.base.Json.line(seen).contains("auroc"), io.kaiye.base.Json.line(seen));
    }

    @Test
    void aSmallerPartToLetGoNeedsMoreRows() {
        assertEquals(20, ScopeFit.inScopeNeeded(OptionalDouble.empty()));
        assertEquals(20, ScopeFit.inScopeNeeded(OptionalDouble.of(0.5)));
        assertEquals(20, ScopeFit.inScopeNeeded(OptionalDouble.of(0.95)));
        assertEquals(100, ScopeFit.inScopeNeeded(OptionalDouble.of(0.99)));
    }

    private static int right(ScopeRows rows, ScopeScore score, double threshold) {
        return ScopeCounts.of(rows, score, threshold).answeredRight();
    }

    private static double area(ScopeRows rows, ScopeScore score) {
        return Auroc.area(rows.values(score, true), rows.values(score, false));
    }

    private static <T> T assertPresent(@org.jspecify.annotations.Nullable T value) {
        assertNotNull(value);
        return value;
    }

    /** Rows out of scope have smaller scores; no class stands for them. */
    private static ScopeRows random(long seed, int in, int out) {
        Random random = new Random(seed);
        float[][] scores = new float[in + out][3];
        int[] truth = new int[in + out];
        for (int row = 0; row < scores.length; row++) {
            truth[row] = row < in ? random.nextInt(3) : ScopeRows.OUTSIDE;
            for (int label = 0; label < 3; label++) {
                scores[row][label] = (float) random.nextGaussian();
            }
            if (row < in) {
                scores[row][random.nextInt(5) == 0 ? 0 : truth[row]] += 3;
            }
        }
        return new ScopeRows(LABELS, truth, scores, 1, Optional.of("other"));
    }
}
