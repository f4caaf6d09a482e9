package io.kaiye.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnitChoiceTest {
    @Test
    void theUnitsThatMatterMostStayWhereverTheyAre() {
        double[][] importance = {{1, 9, 2}, {8, 7, 3}};
        assertEquals(List.of(List.of(1), List.of(0, 1)), UnitChoice.of(importance, 3, 1));
    }

    @Test
    void everyLayerKeepsAtLeastOne() {
        double[][] importance = {{1, 2}, {8, 7}};
        assertEquals(List.of(List.of(1), List.of(0)), UnitChoice.of(importance, 2, 1));
        assertEquals(List.of(List.of(1), List.of(0)), UnitChoice.of(importance, 0, 1));
    }

    @Test
    void unitsStayInWholeGroupsOfTheirLayersBest() {
        double[][] importance = {{5, 1, 4, 2}, {3, 3, 3, 9}};
        assertEquals(List.of(List.of(0, 2), List.of(0, 1, 2, 3)), UnitChoice.of(importance, 6, 2));
        assertEquals(
                List.of(List.of(0, 1, 2, 3), List.of(0, 1, 2, 3)), UnitChoice.of(importance, 8, 2));
    }

    @Test
    void normalisedLayersWeighTheSame() {
        double[][] normalised =
                UnitChoice.normalised(new double[][] {{3, 4}, {0.06, 0.08}, {0, 0}});
        assertArrayEquals(new double[] {0.6, 0.8}, normalised[0], 1e-12);
        assertArrayEquals(normalised[0], normalised[1], 1e-12);
        assertArrayEquals(new double[] {0, 0}, normalised[2]);
    }
}
