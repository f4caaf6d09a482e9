package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gradients of a whole graph's weights against differences of its loss. */
final class Differences {
    private static final float STEP = 1e-2f;
    private static final double TOLERANCE = 2e-4;

    private Differences() {}

    /** Every value of every weight that is learnt; the batch has labels, the graph "logits". */
    static void check(TrainableGraph graph, Batch batch) {
        Map<String, Tensor> before = graph.snapshot();
        Map<String, double[]> wanted = new LinkedHashMap<>();
        before.forEach(
                (name, value) -> {
                    float[] values = value.floats();
                    double[] slopes = new double[values.length];
                    for (int i = 0; i < values.length; i++) {
                        double above = loss(graph, batch, moved(value, i, STEP), name);
                        double below = loss(graph, batch, moved(value, i, -STEP), name);
                        slopes[i] = (above - below) / (2 * STEP);
                    }
                    graph.restore(Map.of(name, value));
                    wanted.put(name, slopes);
                });
        Loss loss = new Loss.CrossEntropy("logits", 0, 0, new float[0]);
        graph.step(List.of(batch), loss, new Optimizer.Sgd(0, 0), name -> 1, 0);
        Map<String, Tensor> after = graph.snapshot();
        wanted.forEach((name, slopes) -> assertMoved(name, before, after, slopes));
    }

    /** A step of rate 1 moves a weight by its gradient. */
    private static void assertMoved(
            String name, Map<String, Tensor> before, Map<String, Tensor> after, double[] slopes) {
        float[] from = Objects.requireNonNull(before.get(name)).floats();
        float[] to = Objects.requireNonNull(after.get(name)).floats();
        for (int i = 0; i < slopes.length; i++) {
            double tolerance = TOLERANCE * (1 + Math.abs(slopes[i]));
            assertEquals(slopes[i], from[i] - to[i], tolerance, name + " at " + i);
        }
    }

    private static Tensor moved(Tensor value, int place, float by) {
        float[] values = value.floats();
        values[place] += by;
        long[] dims = value.dims().stream().mapToLong(Long::longValue).toArray();
        return Tensor.ofFloats(values, dims);
    }

    /** The mean cross-entropy of the answers with one weight replaced. */
    private static double loss(TrainableGraph graph, Batch batch, Tensor value, String name) {
        graph.restore(Map.of(name, value));
        float[] scores = graph.run(List.of(batch), "logits").getFirst().floats();
        int[] labels = ((Target.Labels) batch.target()).labels();
        int count = scores.length / labels.length;
        double sum = 0;
        for (int row = 0; row < labels.length; row++) {
            double all = 0;
            for (int i = 0; i < count; i++) {
                all += Math.exp(scores[row * count + i]);
            }
            sum += Math.log(all) - scores[row * count + labels[row]];
        }
        return sum / labels.length;
    }
}
