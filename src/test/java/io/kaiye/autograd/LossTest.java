package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Each loss against its definition in plain Java, by the value a step gives and the gradient it
 * takes off. The scores are the rows of a table, so that their gradient is the table's.
 */
class LossTest {
    private static final int ROWS = 5;
    private static final int WIDTH = 3;
    private static final int[] LABELS = {0, 2, 1, 2, 0};
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 3e-6;

    private static float[][] scores(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] scores = new float[ROWS][WIDTH];
        for (float[] row : scores) {
            for (int i = 0; i < WIDTH; i++) {
                row[i] = (float) random.nextDouble(-2, 2);
            }
        }
        return scores;
    }

    private static Graph table() {
        float[] flat = new float[ROWS * WIDTH];
        float[][] scores = scores(4);
        for (int i = 0; i < flat.length; i++) {
            flat[i] = scores[i / WIDTH][i % WIDTH];
        }
        GraphBuilder builder = new GraphBuilder("scores", 17);
        String ids = builder.input("ids", ElementType.INT64, "rows");
        String table = builder.constant("table", Tensor.ofFloats(flat, ROWS, WIDTH));
        builder.node("logits", "Gather", List.of(table, ids));
        builder.output("logits", ElementType.FLOAT, "rows", WIDTH);
        return builder.build();
    }

    private static TrainableGraph open() {
        return TrainableGraph.of(
                table(), TrainSettings.all(Precision.FLOAT32, 0, 3), Parallel.alone());
    }

    private static Batch batch(Target target, long... ids) {
        return new Batch(Map.of("ids", Tensor.ofLongs(ids, ids.length)), false, target);
    }

    private static Target labels(int... labels) {
        return new Target.Labels(labels);
    }

    private static double step(TrainableGraph graph, Loss loss, Batch... batches) {
        return graph.step(List.of(batches), loss, new Optimizer.Sgd(0, 0), name -> 1, 0);
    }

    /** Value and gradient of one step over the batches, which have each row once. */
    private static void check(Loss loss, ToDoubleFunction<double[][]> slow, Batch... batches) {
        double[][] scores = new double[ROWS][WIDTH];
        float[][] given = scores(4);
        for (int i = 0; i < ROWS * WIDTH; i++) {
            scores[i / WIDTH][i % WIDTH] = given[i / WIDTH][i % WIDTH];
        }
        try (TrainableGraph graph = open()) {
            assertEquals(slow.applyAsDouble(scores), step(graph, loss, batches), TOLERANCE);
            float[] after = Objects.requireNonNull(graph.weights().get("table")).floats();
            for (int i = 0; i < after.length; i++) {
                double[] row = scores[i / WIDTH];
                double before = row[i % WIDTH];
                row[i % WIDTH] = before + STEP;
                double above = slow.applyAsDouble(scores);
                row[i % WIDTH] = before - STEP;
                double below = slow.applyAsDouble(scores);
                row[i % WIDTH] = before;
                double slope = (above - below) / (2 * STEP);
                assertEquals(slope, before - after[i], TOLERANCE, loss + " at " + i);
            }
        }
    }

    private static Batch all() {
        return batch(labels(LABELS), 0, 1, 2, 3, 4);
    }

    private static double[] softmax(double[] scores, double temperature) {
        double[] made = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < made.length; i++) {
            made[i] = Math.exp(scores[i] / temperature);
            sum += made[i];
        }
        for (int i = 0; i < made.length; i++) {
            made[i] /= sum;
        }
        return made;
    }

    private static double crossEntropy(Loss.CrossEntropy loss, double[][] scores) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            double[] shares = softmax(scores[row], 1);
            double right = shares[LABELS[row]];
            double each = -Math.pow(1 - right, loss.focus()) * Math.log(right);
            double spread = 0;
            for (double share : shares) {
                spread -= Math.log(share) / WIDTH;
            }
            each = (1 - loss.smoothing()) * each + loss.smoothing() * spread;
            sum += each * (loss.labelWeights().length == 0 ? 1 : loss.labelWeights()[LABELS[row]]);
        }
        return sum / ROWS;
    }

    @Test
    void crossEntropyWithEachSetting() {
        float[] weights = {0.5f, 2, 1.25f};
        for (Loss.CrossEntropy loss :
                List.of(
                        new Loss.CrossEntropy("logits", 0, 0, new float[0]),
                        new Loss.CrossEntropy("logits", 0.2, 0, new float[0]),
                        new Loss.CrossEntropy("logits", 0, 2, new float[0]),
                        new Loss.CrossEntropy("logits", 0, 0, weights),
                        new Loss.CrossEntropy("logits", 0.1, 1.5, weights))) {
            check(loss, scores -> crossEntropy(loss, scores), all());
        }
    }

    @Test
    void aStepIsTheMeanOverTheRowsOfAllItsBatches() {
        Loss.CrossEntropy loss = new Loss.CrossEntropy("logits", 0, 0, new float[0]);
        Batch small = batch(labels(LABELS[4]), 4);
        Batch large = batch(labels(0, 2, 1, 2), 0, 1, 2, 3);
        check(loss, scores -> crossEntropy(loss, scores), large, small);
    }

    @Test
    void distillationWithAndWithoutLabels() {
        float[][] teacher = scores(9);
        int[] known = {0, -1, 1, -1, 2};
        for (double share : new double[] {0, 0.3, 1}) {
            Loss loss = new Loss.Distillation("logits", 2.5, share);
            check(
                    loss,
                    scores -> distillation(scores, teacher, known, 2.5, share),
                    batch(new Target.Taught(teacher, known), 0, 1, 2, 3, 4));
        }
    }

    /** T² · share · cross-entropy of the softened probabilities + (1 - share) · the labels'. */
    private static double distillation(
            double[][] scores, float[][] teacher, int[] known, double temperature, double share) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            double[] wide = {teacher[row][0], teacher[row][1], teacher[row][2]};
            double[] taught = softmax(wide, temperature);
            double[] softened = softmax(scores[row], temperature);
            for (int i = 0; i < WIDTH; i++) {
                sum -= share * temperature * temperature * taught[i] * Math.log(softened[i]);
            }
            if (known[row] >= 0) {
                sum -= (1 - share) * Math.log(softmax(scores[row], 1)[known[row]]);
            }
        }
        return sum / ROWS;
    }

    @Test
    void contrastOfRowsWithAndWithoutFellows() {
        check(new Loss.Contrast("logits", 0.7), LossTest::contrast, all());
    }

    /** Equation 2 of arXiv:2004.11362. */
    private static double contrast(double[][] vectors) {
        double sum = 0;
        for (int i = 0; i < ROWS; i++) {
            double others = 0;
            double ofFellows = 0;
            int fellows = 0;
            for (int j = 0; j < ROWS; j++) {
                double score = dot(vectors[i], vectors[j]) / 0.7;
                others += i == j ? 0 : Math.exp(score);
                if (i != j && LABELS[i] == LABELS[j]) {
                    ofFellows += score;
                    fellows++;
                }
            }
            sum += fellows == 0 ? 0 : Math.log(others) - ofFellows / fellows;
        }
        return sum / ROWS;
    }

    @Test
    void labelsWithoutAScoreAreRefusedWithTheRange() {
        Loss cross = new Loss.CrossEntropy("logits", 0, 0, new float[0]);
        Loss distil = new Loss.Distillation("logits", 2, 0.5);
        refused(cross, labels(0, 3), "label 3; accepted are 0 to 2");
        refused(cross, labels(-1, 0), "label -1; accepted are 0 to 2");
        refused(distil, new Target.Taught(new float[2][3], new int[] {-1, 7}), "-1 to 2");
        refused(distil, new Target.Taught(new float[2][4], new int[] {0, 0}), "4 scores");
        refused(cross, labels(0), "1 rows");
        Loss two = new Loss.CrossEntropy("logits", 0, 0, new float[] {1, 2});
        refused(two, labels(0, 1), "2 label weights");
    }

    private static void refused(Loss loss, Target target, String part) {
        try (TrainableGraph graph = open()) {
            KaiyeException e =
                    assertThrows(
                            KaiyeException.class, () -> step(graph, loss, batch(target, 0, 1)));
            assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
            assertTrue(e.getMessage().contains(part), e.getMessage());
            assertEquals(0, graph.steps());
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
