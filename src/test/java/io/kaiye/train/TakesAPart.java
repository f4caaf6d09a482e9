package io.kaiye.train;

import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Loss;
import io.kaiye.autograd.Optimizer;
import io.kaiye.autograd.Parallel;
import io.kaiye.autograd.Precision;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainSettings;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.Machine;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Tensor;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Learns from one part of some rows and some width, and says how much more memory that took than
 * learning from next to nothing.
 */
final class TakesAPart {
    private TakesAPart() {}

    public static void main(String[] arguments) throws IOException {
        int rows = Integer.parseInt(arguments[0]);
        int width = Integer.parseInt(arguments[1]);
        Base base = new Bases(CacheFolder.find()).open("all-MiniLM-L6-v2");
        Head head = new Head(List.of("a", "b"), new float[2][base.dimension()], new float[2], 1);
        Graph whole = EncoderGraph.withHead(EncoderGraph.of(base), head);
        TrainSettings settings = TrainSettings.all(Precision.FLOAT32, 0.1, 1);
        try (TrainableGraph graph = TrainableGraph.of(whole, settings, Parallel.alone())) {
            learn(graph, 1, 8);
            long least = peak(graph, 1, 8);
            System.out.println("took " + (peak(graph, rows, width) - least));
        }
    }

    private static long peak(TrainableGraph graph, int rows, int width) throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // forgets the peak so far
        learn(graph, rows, width);
        learn(graph, rows, width);
        return Machine.peakResidentBytes();
    }

    private static void learn(TrainableGraph graph, int rows, int width) {
        long[] ids = new long[rows * width];
        long[] mask = new long[rows * width];
        Arrays.setAll(ids, i -> 1000 + i * 7919L % 20_000);
        Arrays.setAll(mask, i -> i % width == width - 1 ? 0 : 1);
        Batch batch =
                new Batch(
                        Map.of(
                                "input_ids", Tensor.ofLongs(ids, rows, width),
                                "attention_mask", Tensor.ofLongs(mask, rows, width),
                                "token_type_ids",
                                        Tensor.ofLongs(new long[ids.length], rows, width)),
                        true,
                        new Target.Labels(new int[rows]));
        graph.step(
                List.of(batch),
                new Loss.CrossEntropy("logits", 0.1, 0, new float[0]),
                Optimizer.AdamW.usual(0.01),
                name -> 1e-6,
                1);
    }
}
