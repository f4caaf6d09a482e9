package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DoubtTest {
    @Test
    void marginIsOneLessTheDistanceOfTheTwoHighest() {
        assertEquals(0.8, Doubt.margin(new float[] {0.3f, 0.5f, 0.2f}), 1e-6);
        assertEquals(0, Doubt.margin(new float[] {0, 1}), 1e-6);
    }

    @Test
    void entropyIsHighestWhereAllAreEqual() {
        assertEquals(Math.log(4), Doubt.entropy(new float[] {.25f, .25f, .25f, .25f}), 1e-6);
        assertEquals(0, Doubt.entropy(new float[] {0, 1, 0}), 1e-6);
    }

    @Test
    void aCommitteeThatVotesAsOneDoesNotDisagreeHoweverUnsureItIs() {
        float[] unsure = {0.55f, 0.45f};
        assertEquals(0, Doubt.disagreement(new float[][] {unsure, unsure}), 0.01);
        assertEquals(Math.log(2), Doubt.disagreement(new float[][] {{1, 0}, {0, 1}}), 0.01);
    }

    @Test
    void ofEqualVotesTheSmallerMarginIsMoreDoubtful() {
        double unsure = Doubt.disagreement(new float[][] {{0.55f, 0.45f}});
        double sure = Doubt.disagreement(new float[][] {{0.95f, 0.05f}});
        assertTrue(unsure > sure);
    }
}
