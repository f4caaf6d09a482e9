package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each rule against the formulas of its paper, one value at a time. */
class OptimizerTest {
    private static final int ROWS = 4;
    private static final int COLUMNS = 3;
    private static final int STEPS = 6;
    private static final double RATE = 0.05;
    private static final double TOLERANCE = 2e-6;

    private final SplittableRandom random = new SplittableRandom(17);

    @BeforeAll
    static void load() {
        Torch.load();
        Torch.oneThread();
    }

    /** One value with its moments, in 64 bits. */
    private static final class Slow {
        double value;
        double first;
        double second;

        void step(Optimizer optimizer, double gradient, int number, boolean matrix) {
            switch (optimizer) {
                case Optimizer.Sgd sgd -> {
                    first = sgd.momentum() * first + gradient + sgd.weightDecay() * value;
                    value -= RATE * first;
                }
                case Optimizer.Adam adam ->
                        adapt(
                                gradient + adam.weightDecay() * value,
                                adam.beta1(),
                                adam.beta2(),
                                adam.epsilon(),
                                number);
                case Optimizer.AdamW adam -> {
                    value -= matrix ? RATE * adam.weightDecay() * value : 0;
                    adapt(gradient, adam.beta1(), adam.beta2(), adam.epsilon(), number);
                }
            }
        }

        private void adapt(double g, double beta1, double beta2, double epsilon, int number) {
            first = beta1 * first + (1 - beta1) * g;
            second = beta2 * second + (1 - beta2) * g * g;
            double mean = first / (1 - Math.pow(beta1, number));
            double square = second / (1 - Math.pow(beta2, number));
            value -= RATE * mean / (Math.sqrt(square) + epsilon);
        }
    }

    private float[] floats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** Some steps of a weight of that shape; of the rows given in each step where there are any. */
    private void check(Optimizer optimizer, long[] shape, long[][] rowsOfStep) {
        int count = shape.length == 1 ? COLUMNS : ROWS * COLUMNS;
        float[] begun = floats(count);
        Slow[] slow = new Slow[count];
        for (int i = 0; i < count; i++) {
            slow[i] = new Slow();
            slow[i].value = begun[i];
        }
        try (PointerScope _ = new PointerScope()) {
            Weight weight =
                    new Weight("w", Torch.floats(begun, shape), false, rowsOfStep.length > 0, true);
            try (OptimizerState state = new OptimizerState(weight, optimizer)) {
                for (int step = 1; step <= STEPS; step++) {
                    long[] rows = rowsOfStep.length == 0 ? new long[0] : rowsOfStep[step % 2];
                    step(optimizer, weight, state, slow, rows, step);
                }
            }
        }
    }

    private void step(
            Optimizer optimizer,
            Weight weight,
            OptimizerState state,
            Slow[] slow,
            long[] rows,
            int number) {
        boolean matrix = slow.length > COLUMNS;
        float[] gradient = floats(rows.length == 0 ? slow.length : rows.length * COLUMNS);
        for (int i = 0; i < gradient.length; i++) {
            int at = rows.length == 0 ? i : (int) rows[i / COLUMNS] * COLUMNS + i % COLUMNS;
            slow[at].step(optimizer, gradient[i], number, matrix);
        }
        if (rows.length == 0) {
            state.apply(Torch.floats(gradient, weight.master().shape()), null, RATE, number);
        } else {
            state.apply(
                    Torch.floats(gradient, rows.length, COLUMNS),
                    Torch.longs(rows, rows.length),
                    RATE,
                    number);
        }
        float[] found = Torch.floats(weight.master());
        for (int i = 0; i < slow.length; i++) {
            String where = optimizer + " step " + number + " at " + i;
            assertEquals(slow[i].value, found[i], TOLERANCE, where);
        }
    }

    private static List<Optimizer> all() {
        return List.of(
                new Optimizer.Sgd(0, 0),
                new Optimizer.Sgd(0.9, 0.1),
                new Optimizer.Adam(0.9, 0.999, 1e-8, 0),
                new Optimizer.Adam(0.8, 0.95, 1e-6, 0.2),
                Optimizer.AdamW.usual(0),
                new Optimizer.AdamW(0.8, 0.95, 1e-6, 0.5));
    }

    @Test
    void matricesMoveByTheFormulas() {
        all().forEach(one -> check(one, new long[] {ROWS, COLUMNS}, new long[0][]));
    }

    @Test
    void biasesMoveByTheFormulasAndAdamWDoesNotDrawThemToZero() {
        all().forEach(one -> check(one, new long[] {COLUMNS}, new long[0][]));
    }

    @Test
    void rowsOutsideAStepKeepWeightAndMoments() {
        long[][] rows = {{0, 2}, {1, 2}}; // row 3 never
        all().forEach(one -> check(one, new long[] {ROWS, COLUMNS}, rows));
    }

    @Test
    void clippingShortensTheGradientsOfAllWeightsTogether() {
        double limit = 0.01;
        Map<String, float[]> free = change(0);
        Map<String, float[]> clipped = change(limit);
        double norm = Math.sqrt(free.values().stream().mapToDouble(OptimizerTest::squares).sum());
        assertTrue(norm > 10 * limit, "norm " + norm);
        free.forEach(
                (name, whole) -> {
                    float[] shorter = Objects.requireNonNull(clipped.get(name));
                    for (int i = 0; i < whole.length; i++) {
                        assertEquals(whole[i] * limit / norm, shorter[i], 1e-6, name + " at " + i);
                    }
                });
        Map<String, float[]> loose = change(2 * norm);
        free.forEach(
                (name, whole) ->
                        assertTrue(Arrays.equals(whole, loose.get(name)), name + " is changed"));
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    /** What one step of rate 1 takes off each weight. */
    private static Map<String, float[]> change(double clip) {
        TrainSettings settings = TrainSettings.all(Precision.FLOAT32, 0, 3);
        Loss loss = new Loss.CrossEntropy("logits", 0, 0, new float[0]);
        try (TrainableGraph graph =
                TrainableGraph.of(SmallGraphs.bag(), settings, Parallel.alone())) {
            Map<String, Tensor> before = graph.weights();
            List<Batch> batches = List.of(SmallGraphs.texts(8, 1), SmallGraphs.texts(8, 2));
            graph.step(batches, loss, new Optimizer.Sgd(0, 0), name -> 1, clip);
            Map<String, float[]> changes = new java.util.TreeMap<>();
            graph.weights()
                    .forEach(
                            (name, value) -> {
                                float[] from = Objects.requireNonNull(before.get(name)).floats();
                                float[] to = value.floats();
                                for (int i = 0; i < to.length; i++) {
                                    to[i] = from[i] - to[i];
                                }
                                changes.put(name, to);
                            });
            return changes;
        }
    }
}
