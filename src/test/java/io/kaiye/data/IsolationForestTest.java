package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IsolationForestTest {
    private static List<double[]> cloud() {
        SplitMix64 random = new SplitMix64(3);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            double x = 0;
            double y = 0;
            for (int j = 0; j < 12; j++) {
                x += random.nextInt(1000) / 1000.0;
                y += random.nextInt(1000) / 1000.0;
            }
            points.add(new double[] {x - 6, y - 6});
        }
        return points;
    }

    @Test
    void farPointsScoreHighAndPointsInTheMiddleLow() {
        IsolationForest forest = new IsolationForest(cloud(), 7);

        double middle = forest.score(forest.path(new double[] {0, 0}));
        double edge = forest.score(forest.path(new double[] {2.5, 0}));
        double far = forest.score(forest.path(new double[] {8, -8}));
        assertTrue(middle < 0.45, "" + middle);
        assertTrue(edge > middle && far > edge, middle + " " + edge + " " + far);
        assertTrue(far > 0.7, "" + far);
    }

    @Test
    void theSameSeedGivesTheSameForest() {
        double[] point = {1, 2};
        double path = new IsolationForest(cloud(), 7).path(point);

        assertEquals(path, new IsolationForest(cloud(), 7).path(point));
        assertNotEquals(path, new IsolationForest(cloud(), 8).path(point));
    }

    @Test
    void equalPointsAndASinglePointAreNoOutliers() {
        double[] point = {1, 1};
        IsolationForest equal = new IsolationForest(List.of(point, point, point, point), 7);
        IsolationForest single = new IsolationForest(List.of(point), 7);

        assertEquals(0.5, equal.score(equal.path(point)), 1e-12);
        assertEquals(0.5, single.score(single.path(point)), 1e-12);
    }
}
