package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.model.Engine;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Engine ENGINE = new Engine(2);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void everyStrategyGetsACurveThatRises() {
        SimulationSettings settings =
                new SimulationSettings(List.of(Strategy.values()), 4, 6, 40, 3, 1);

        List<Curve> curves = run(settings);

        assertEquals(List.of(Strategy.values()), curves.stream().map(Curve::strategy).toList());
        for (Curve curve : curves) {
            assertEquals(
                    List.of(4, 10, 16, 22, 28, 34, 40),
                    curve.points().stream().map(Curve.Point::labels).toList());
            assertTrue(curve.points().getLast().quality() > 0.8, curve.toString());
            for (Curve.Point point : curve.points()) {
                assertTrue(point.low() <= point.quality() && point.quality() <= point.high());
            }
        }
        assertEquals(curves, run(settings));
    }

    @Test
    void theCurveEndsWhereThereAreNoMoreRows() {
        SimulationSettings settings =
                new SimulationSettings(List.of(Strategy.RANDOM), 50, 100, 5000, 1, 1);

        assertEquals(160, run(settings).getFirst().points().getLast().labels());
    }

    @Test
    void savingsAreAtTheQualityThatTheReferenceEndsWith() {
        Curve random = curve(Strategy.RANDOM, 0.5, 0.7, 0.8);
        Curve margin = curve(Strategy.MARGIN, 0.6, 0.8, 0.9);
        Curve entropy = curve(Strategy.ENTROPY, 0.4, 0.6, 0.7);

        List<Saving> savings = Saving.against(random, List.of(random, margin, entropy));

        assertEquals(
                List.of(
                        new Saving(Strategy.MARGIN, 0.8, 300, OptionalInt.of(200)),
                        new Saving(Strategy.ENTROPY, 0.8, 300, OptionalInt.empty())),
                savings);
        assertEquals(OptionalInt.of(100), savings.getFirst().saved());
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        List<Strategy> one = List.of(Strategy.RANDOM);
        assertThrows(
                KaiyeException.class, () -> new SimulationSettings(List.of(), 10, 10, 100, 3, 1));
        assertThrows(KaiyeException.class, () -> new SimulationSettings(one, 1, 10, 100, 3, 1));
        assertThrows(KaiyeException.class, () -> new SimulationSettings(one, 10, 0, 100, 3, 1));
        assertThrows(KaiyeException.class, () -> new SimulationSettings(one, 10, 10, 9, 3, 1));
        assertThrows(KaiyeException.class, () -> new SimulationSettings(one, 10, 10, 10, 0, 1));
    }

    private static List<Curve> run(SimulationSettings settings) {
        return new Simulation(ENGINE, settings, Progress.silent())
                .run(rows(Heaps.of(4, 40, 0.7, 1)), rows(Heaps.of(4, 50, 0.7, 2)), 4);
    }

    private static Simulation.Rows rows(Heaps heaps) {
        int[] labels = new int[heaps.rows().size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 4;
        }
        return new Simulation.Rows(heaps.vectors(), labels);
    }

    private static Curve curve(Strategy strategy, double... qualities) {
        List<Curve.Point> points =
                java.util.stream.IntStream.range(0, qualities.length)
                        .mapToObj(
                                i ->
                                        new Curve.Point(
                                                100 * (i + 1),
                                                qualities[i],
                                                qualities[i],
                                                qualities[i]))
                        .toList();
        return new Curve(strategy, points);
    }
}
