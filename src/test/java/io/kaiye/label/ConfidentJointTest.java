package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConfidentJointTest {
    private static final float[][] PROBABILITIES = {
        {0.9f, 0.1f}, {0.7f, 0.3f}, {0.2f, 0.8f}, {0.1f, 0.9f}, {0.4f, 0.6f}, {0.95f, 0.05f}
    };

    private static final int[] LABELS = {0, 0, 0, 1, 1, 1};

    @Test
    void thresholdsAreTheMeanProbabilityOfALabelAmongItsRows() {
        ConfidentJoint joint = ConfidentJoint.of(PROBABILITIES, LABELS, 2);

        assertArrayEquals(new double[] {0.6, 1.55 / 3}, joint.thresholds(), 1e-6);
    }

    @Test
    void rowsCountForTheMostProbableLabelWhoseThresholdTheyReach() {
        ConfidentJoint joint = ConfidentJoint.of(PROBABILITIES, LABELS, 2);

        assertArrayEquals(new int[] {0, 0, 1, 1, 1, 0}, joint.confident());
        assertArrayEquals(new int[][] {{2, 1}, {1, 2}}, joint.counts());
        assertEquals(2, joint.errorsEstimated(LABELS), 1e-9);
    }

    @Test
    void countsAreScaledUpToAllRowsOfALabel() {
        float[][] doubtful = {{0.9f, 0.1f}, {0.1f, 0.9f}, {0.5f, 0.5f}, {0.2f, 0.8f}};
        int[] labels = {0, 0, 0, 1};

        ConfidentJoint joint = ConfidentJoint.of(doubtful, labels, 2);

        assertArrayEquals(new int[] {0, 1, 0, 1}, joint.confident());
        assertEquals(1, joint.errorsEstimated(labels), 1e-9);
    }

    @Test
    void aLabelWithoutRowsIsNobodysConfidentLabel() {
        ConfidentJoint joint = ConfidentJoint.of(new float[][] {{0.2f, 0.8f}}, new int[] {0}, 2);

        assertArrayEquals(new int[] {0}, joint.confident());
    }
}
