package io.kaiye.bench;

import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Loss;
import io.kaiye.autograd.Optimizer;
import io.kaiye.autograd.Parallel;
import io.kaiye.autograd.Precision;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainSettings;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.Machine;
import io.kaiye.data.Example;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Tensor;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.Engine;
import io.kaiye.model.Head;
import io.kaiye.model.TextTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * Steps of fine-tuning all of bge-small-en on Banking77, three ways in turn over the same graph:
 * plain libtorch in float32, each ONNX operation by itself, batches as they come; the same with
 * texts of like length together; and Kaiye's. All three on as many threads, 64 rows a step.
 */
public final class TuneSpeedBench implements Bench {
    private static final int BATCH = 64;
    private static final int TOGETHER = 16;
    private static final int TOKENS_MAX = 256;
    private static final long ROUNDS = 5;
    private static final double BAR = 4.5;
    private static final double DROPOUT = 0.1;

    /** One way to train. */
    private record Contender(
            String name, TrainableGraph graph, List<List<Batch>> steps, List<Double> speeds) {
        void round(int first, int count) {
            long rows = 0;
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                List<Batch> step = steps.get((first + i) % steps.size());
                graph.step(
                        step,
                        new Loss.CrossEntropy(EncoderGraph.LOGITS, 0.1, 0, new float[0]),
                        Optimizer.AdamW.usual(0.01),
                        weight -> 1e-6,
                        1);
                rows += step.stream().mapToInt(batch -> batch.target().rows()).sum();
            }
            speeds.add(rows / ((System.nanoTime() - start) / 1e9));
        }
    }

    @Override
    public String name() {
        return "tune-speed";
    }

    @Override
    public String purpose() {
        return "rows a second of fine-tuning, beside a plain float32 libtorch loop: >= 4.5 times";
    }

    @Override
    public void run(BenchContext context) throws IOException {
        Banking77 data = Banking77.read(context);
        try (Engine engine = new Engine(Machine.availableCores())) {
            Base base = new Bases(CacheFolder.find()).open("bge-small-en");
            List<Example> rows = new ArrayList<>(data.train());
            Collections.shuffle(rows, new Random(1));
            List<String> labels =
                    List.copyOf(new TreeSet<>(rows.stream().map(Example::label).toList()));
            int[][] tokens = tokens(base, rows);
            int[] targets = rows.stream().mapToInt(row -> labels.indexOf(row.label())).toArray();
            Graph graph =
                    EncoderGraph.withHead(EncoderGraph.of(base), head(labels, base.dimension()));
            int threads = engine.threads();
            List<List<Batch>> shuffled = steps(tokens, targets, 1, threads);
            List<List<Batch>> bucketed = steps(tokens, targets, TOGETHER, threads);
            try (TrainableGraph plain = open(graph, Precision.FLOAT32, false, engine);
                    TrainableGraph alike = open(graph, Precision.FLOAT32, false, engine);
                    TrainableGraph ours = open(graph, Precision.fastest(), true, engine)) {
                List<Contender> all =
                        List.of(
                                new Contender("plain float32", plain, shuffled, new ArrayList<>()),
                                new Contender(
                                        "plain, by length", alike, bucketed, new ArrayList<>()),
                                new Contender("Kaiye", ours, bucketed, new ArrayList<>()));
                turns(context, all);
                report(context, all);
            }
        }
    }

    private static void turns(BenchContext context, List<Contender> all) {
        int steps = (int) context.number("steps", TOGETHER);
        all.forEach(each -> each.round(0, 2));
        all.forEach(each -> each.speeds().clear());
        for (int round = 0; round < context.number("rounds", ROUNDS); round++) {
            for (Contender each : all) {
                each.round(round * steps, steps);
            }
        }
    }

    private static void report(BenchContext context, List<Contender> all) {
        context.out().println(BenchContext.machineLine());
        context.out()
                .printf(
                        "bge-small-en, all layers, Banking77, %d rows a step, %s%n",
                        BATCH, Precision.fastest());
        Contender plain = all.getFirst();
        double ratio = 0;
        for (Contender each : all) {
            double[] ratios = new double[each.speeds().size()];
            Arrays.setAll(ratios, i -> each.speeds().get(i) / plain.speeds().get(i));
            ratio = median(ratios);
            double[] speeds = each.speeds().stream().mapToDouble(Double::doubleValue).toArray();
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%-18s %7.1f rows/s   %5.2f times%n",
                            each.name(),
                            median(speeds),
                            ratio);
        }
        context.out()
                .printf("bar: >= 4.5 times the plain loop: %s%n", ratio >= BAR ? "met" : "MISSED");
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static TrainableGraph open(
            Graph graph, Precision precision, boolean fused, Engine engine) {
        Parallel parallel =
                new Parallel() {
                    @Override
                    public int threads() {
                        return engine.threads();
                    }

                    @Override
                    public void forEach(int count, IntConsumer work) {
                        engine.forEach(count, work);
                    }
                };
        return TrainableGraph.of(
                graph,
                new TrainSettings(precision, fused, DROPOUT, name -> true, Optional.empty(), 1),
                parallel);
    }

    private static Head head(List<String> labels, int dimension) {
        Random random = new Random(1);
        float[][] weights = new float[labels.size()][dimension];
        for (float[] row : weights) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (0.02 * random.nextGaussian());
            }
        }
        return new Head(labels, weights, new float[labels.size()], 1);
    }

    private static int[][] tokens(Base base, List<Example> rows) {
        try (TextTokenizer tokenizer = TextTokenizer.open(base.tokenizer(), TOKENS_MAX)) {
            return rows.stream()
                    .map(row -> tokenizer.encode(row.text()).tokens())
                    .toArray(int[][]::new);
        }
    }

    /** Rows of {@code together} batches are sorted by length; each thread gets a part. */
    private static List<List<Batch>> steps(
            int[][] tokens, int[] targets, int together, int threads) {
        List<List<Batch>> steps = new ArrayList<>();
        int stretch = together * BATCH;
        for (int from = 0; from + stretch <= tokens.length; from += stretch) {
            List<Integer> order = new ArrayList<>();
            for (int i = from; i < from + stretch; i++) {
                order.add(i);
            }
            if (together > 1) {
                order.sort(Comparator.comparingInt(row -> tokens[row].length));
            }
            List<List<Batch>> made = new ArrayList<>();
            for (int at = 0; at < stretch; at += BATCH) {
                List<Batch> parts = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    List<Integer> part =
                            order.subList(at + BATCH * i / threads, at + BATCH * (i + 1) / threads);
                    parts.add(batch(tokens, targets, part));
                }
                made.add(parts);
            }
            Collections.shuffle(made, new Random(from));
            steps.addAll(made);
        }
        return steps;
    }

    private static Batch batch(int[][] tokens, int[] targets, List<Integer> rows) {
        int width = rows.stream().mapToInt(row -> tokens[row].length).max().orElse(1);
        int shortest = rows.stream().mapToInt(row -> tokens[row].length).min().orElse(1);
        long[] ids = new long[rows.size() * width];
        long[] mask = new long[ids.length];
        for (int i = 0; i < rows.size(); i++) {
            int[] row = tokens[rows.get(i)];
            for (int j = 0; j < row.length; j++) {
                ids[i * width + j] = row[j];
                mask[i * width + j] = 1;
            }
        }
        return new Batch(
                Map.of(
                        "input_ids", Tensor.ofLongs(ids, rows.size(), width),
                        "attention_mask", Tensor.ofLongs(mask, rows.size(), width),
                        "token_type_ids", Tensor.ofLongs(new long[ids.length], rows.size(), width)),
                shortest < width,
                new Target.Labels(rows.stream().mapToInt(row -> targets[row]).toArray()));
    }
}
