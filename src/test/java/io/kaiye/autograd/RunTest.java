package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rows of a table that is learnt, looked up by number. */
class RunTest {
    private static final float[] TABLE = {0.1f, -0.4f, 0.7f, 0.2f, -0.9f, 0.5f, 0.3f, -0.6f};

    /** Scores [rows, 2], looked up in a table of four rows. */
    private static Graph table() {
        GraphBuilder builder = new GraphBuilder("table", 17);
        String ids = builder.input("ids", ElementType.INT64, "rows");
        String table = builder.constant("table", Tensor.ofFloats(TABLE, 4, 2));
        builder.node("logits", "Gather", List.of(table, ids));
        builder.output("logits", ElementType.FLOAT, "rows", 2);
        return builder.build();
    }

    private static Batch batch() {
        Tensor ids = Tensor.ofLongs(new long[] {0, -1, 3, -4, -3}, 5);
        return new Batch(Map.of("ids", ids), false, new Target.Labels(new int[] {0, 1, 1, 0, 1}));
    }

    private static TrainableGraph open(Graph graph) {
        return TrainableGraph.of(
                graph, TrainSettings.all(Precision.FLOAT32, 0, 3), Parallel.alone());
    }

    @Test
    void negativePlacesCountFromTheEndAsInOnnxRuntime() throws Exception {
        double[] wanted =
                Objects.requireNonNull(OnnxRun.of(table(), batch().inputs()).get("logits"))
                        .values();
        try (TrainableGraph graph = open(table())) {
            float[] found = graph.run(List.of(batch()), "logits").getFirst().floats();
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(wanted[i], found[i], "at " + i);
            }
        }
    }

    @Test
    void gradientsOfRowsAgreeWithDifferences() {
        try (TrainableGraph graph = open(table())) {
            Differences.check(graph, batch());
        }
    }

    @Test
    void rowsNobodyLooksUpStayToTheBit() {
        try (TrainableGraph graph = open(table())) {
            Loss loss = new Loss.CrossEntropy("logits", 0, 0, new float[0]);
            graph.step(List.of(batch()), loss, Optimizer.AdamW.usual(0.5), name -> 0.1, 0);
            float[] after = Objects.requireNonNull(graph.weights().get("table")).floats();
            assertEquals(TABLE[4], after[4]); // no text uses row 2
            assertEquals(TABLE[5], after[5]);
        }
    }
}
