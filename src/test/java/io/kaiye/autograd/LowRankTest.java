package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kaiye.graph.Graph;
import io.kaiye.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates of the matrices of plain products and of fused layers. */
class LowRankTest {
    private static TrainableGraph open(boolean fused) {
        LowRank lowRank = new LowRank(2, 1.5, Set.of("w", "v")::contains);
        TrainSettings settings =
                new TrainSettings(
                        Precision.FLOAT32, fused, 0, name -> false, Optional.of(lowRank), 3);
        return TrainableGraph.of(SmallGraphs.bag(), settings, Parallel.alone());
    }

    /** Both factors at random; a new update is 0, and so is the gradient of its first factor. */
    private static void begin(TrainableGraph graph) {
        SplittableRandom random = new SplittableRandom(8);
        Map<String, Tensor> begun = new HashMap<>();
        graph.snapshot()
                .forEach(
                        (name, value) -> {
                            float[] values = new float[value.floats().length];
                            for (int i = 0; i < values.length; i++) {
                                values[i] = (float) random.nextDouble(-0.5, 0.5);
                            }
                            begun.put(name, Tensor.ofFloats(values, dims(value)));
                        });
        graph.restore(begun);
    }

    private static long[] dims(Tensor value) {
        return value.dims().stream().mapToLong(Long::longValue).toArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsTrainedIsWhatIsWritten(boolean fused) throws Exception {
        Batch batch = SmallGraphs.texts(8, 1);
        try (TrainableGraph graph = open(fused)) {
            float[] plain = graph.run(List.of(batch), "logits").getFirst().floats();
            begin(graph);
            float[] found = graph.run(List.of(batch), "logits").getFirst().floats();
            assertFalse(Arrays.equals(plain, found), "the update is left out");
            Graph merged = graph.graph();
            OnnxRun.Answer wanted =
                    Objects.requireNonNull(OnnxRun.of(merged, batch.inputs()).get("logits"));
            assertEquals(List.of(8L, 2L), wanted.dims());
            for (int i = 0; i < found.length; i++) {
                assertEquals(wanted.values()[i], found[i], 1e-5, "at " + i);
            }
        }
    }

    /** Merged into a table that is looked up too, an update would change what goes in. */
    @Test
    void aMatrixThatIsReadInAnotherWayTooHasNoUpdate() {
        LowRank lowRank = new LowRank(2, 1.5, name -> true);
        TrainSettings settings =
                new TrainSettings(
                        Precision.FLOAT32, true, 0, name -> false, Optional.of(lowRank), 3);
        try (TrainableGraph graph =
                TrainableGraph.of(SmallGraphs.tied(), settings, Parallel.alone())) {
            assertEquals(Set.of("w/lora_a", "w/lora_b"), graph.trainedWeights().keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradientsOfBothFactorsAgreeWithDifferences(boolean fused) {
        try (TrainableGraph graph = open(fused)) {
            begin(graph);
            assertArrayEquals(
                    new String[] {"v/lora_a", "v/lora_b", "w/lora_a", "w/lora_b"},
                    graph.snapshot().keySet().stream().sorted().toArray());
            Differences.check(graph, SmallGraphs.texts(6, 2));
        }
    }
}
