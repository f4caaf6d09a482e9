package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void whatIsReadIsWhatWasWritten(@TempDir Path folder) throws IOException {
        double[] point = {1, 1};
        SplitMix64 random = new SplitMix64(5);
        for (List<double[]> points : List.of(cloud(), List.of(point), List.of(point, point))) {
            IsolationForest forest = new IsolationForest(points, 7);
            byte[] bytes = forest.bytes();
            IsolationForest read =
                    IsolationForest.read(Files.write(folder.resolve("forest"), bytes));

            assertTrue(bytes.length <= 8 + 100 * 511 * 10, bytes.length + " bytes");
            assertArrayEquals(bytes, read.bytes());
            assertEquals(forest.score(3), read.score(3));
            for (int i = 0; i < 1000; i++) {
                double[] at = {random.nextInt(20) - 10, random.nextInt(2000) / 100.0 - 10};
                assertEquals(forest.path(at), read.path(at));
            }
        }
    }

    @Test
    void whatIsCutShortIsNoForest(@TempDir Path folder) throws IOException {
        byte[] bytes = new IsolationForest(cloud(), 7).bytes();
        Path file = Files.write(folder.resolve("forest"), Arrays.copyOf(bytes, bytes.length - 1));

        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> IsolationForest.read(file));
        assertEquals(ErrorCode.CORRUPT_FILE, refusal.code());
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
