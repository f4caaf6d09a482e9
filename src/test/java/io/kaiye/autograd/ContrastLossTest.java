package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Supervised contrast against its definition. */
class ContrastLossTest {
    private static final int ROWS = 6;
    private static final int SIZE = 3;
    private static final int[] LABELS = {0, 1, 0, 2, 1, 0};
    private static final double TEMPERATURE = 0.2;
    private static final Loss LOSS = new Loss.Contrast("vector", TEMPERATURE);

    @Test
    void theLossIsThatOfThePaperAndFallsAsFellowsMeet() {
        try (TrainableGraph graph =
                TrainableGraph.of(
                        table(), TrainSettings.all(Precision.FLOAT32, 0, 3), Parallel.alone())) {
            float[] vectors = graph.run(List.of(batch()), "vector").getFirst().floats();
            double first = step(graph);
            assertEquals(expected(vectors), first, 1e-4);
            double last = first;
            for (int i = 0; i < 50; i++) {
                last = step(graph);
            }
            assertTrue(last < 0.6 * first, first + " then " + last);
        }
    }

    private static double step(TrainableGraph graph) {
        return graph.step(List.of(batch()), LOSS, Optimizer.AdamW.usual(0), name -> 0.03, 0);
    }

    private static Batch batch() {
        Tensor ids = Tensor.ofLongs(new long[] {0, 1, 2, 3, 4, 5}, ROWS);
        return new Batch(Map.of("ids", ids), false, new Target.Labels(LABELS));
    }

    private static Graph table() {
        SplittableRandom random = new SplittableRandom(4);
        float[] values = new float[ROWS * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        GraphBuilder builder = new GraphBuilder("table", 17);
        String ids = builder.input("ids", ElementType.INT64, "rows");
        String table = builder.constant("table", Tensor.ofFloats(values, ROWS, SIZE));
        String found =
                builder.node("found", "Gather", List.of(table, ids), Attribute.of("axis", 0L));
        builder.node(
                "vector",
                "LpNormalization",
                List.of(found),
                Attribute.of("axis", -1L),
                Attribute.of("p", 2L));
        builder.output("vector", ElementType.FLOAT, "rows", SIZE);
        return builder.build();
    }

    /** The mean over all rows of equation 2 in arXiv:2004.11362. */
    private static double expected(float[] vectors) {
        double sum = 0;
        for (int i = 0; i < ROWS; i++) {
            double others = 0;
            for (int a = 0; a < ROWS; a++) {
                others += a == i ? 0 : Math.exp(score(vectors, i, a));
            }
            double ofRow = 0;
            int fellows = 0;
            for (int p = 0; p < ROWS; p++) {
                if (p != i && LABELS[p] == LABELS[i]) {
                    ofRow -= Math.log(Math.exp(score(vectors, i, p)) / others);
                    fellows++;
                }
            }
            sum += fellows == 0 ? 0 : ofRow / fellows;
        }
        return sum / ROWS;
    }

    private static double score(float[] vectors, int a, int b) {
        double sum = 0;
        for (int j = 0; j < SIZE; j++) {
            sum += vectors[a * SIZE + j] * vectors[b * SIZE + j];
        }
        return sum / TEMPERATURE;
    }
}
