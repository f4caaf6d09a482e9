package io.kaiye.bench;

import io.kaiye.base.Machine;
import io.kaiye.data.Example;
import io.kaiye.graph.LowRankUpdates;
import io.kaiye.graph.Tensor;
import io.kaiye.model.AdapterFile;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.BatchPlan;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.Engine;
import io.kaiye.model.Input;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.Want;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Adapters of bge-small-en with Banking77's labels against the same models merged: size, tokens a
 * second in alternating rounds, resident memory of 1, 4 and 16. The numbers in the adapters are
 * random, which changes neither. {@code --rounds N} (7) and {@code --models N} (16) change it.
 */
public final class AdaptersBench implements Bench {
    private static final String BASE = "bge-small-en";
    private static final int RANK = 8;
    private static final double ADAPTER_BYTES_BAR = 3e6;
    private static final int TEXTS = 600;
    private static final int SINGLE_TEXTS = 150;

    @Override
    public String name() {
        return "adapters";
    }

    @Override
    public String purpose() {
        return "adapters that share bge-small-en against merged models: <= 3 MB each, tokens/s,"
                + " memory";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        Banking77 data = Banking77.read(context);
        List<String> labels = data.train().stream().map(Example::label).distinct().toList();
        Base base = new Bases(CacheFolder.find()).open(BASE);
        int models = (int) context.number("models", 16);
        List<Path> adapters = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            Path folder = context.workFolder().resolve("adapter-" + i);
            ModelFolder.writeAdapter(folder, base, random(base, labels.size(), i), labels, 1);
            adapters.add(folder);
        }
        Path merged =
                ModelFolder.whole(adapters.getFirst(), context.workFolder().resolve("merged"));
        context.out().println(BenchContext.machineLine());
        size(context, adapters.getFirst(), merged);
        speed(context, adapters.getFirst(), merged, data.train().subList(0, TEXTS));
        memory(context, adapters, merged);
    }

    private static AdapterFile.Learnt random(Base base, int labels, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        LowRankUpdates.matrices(EncoderGraph.of(base))
                .forEach(
                        (name, matrix) -> {
                            tensors.put(
                                    name + LowRankUpdates.DOWN, noise(random, matrix.dim(0), RANK));
                            tensors.put(
                                    name + LowRankUpdates.UP, noise(random, RANK, matrix.dim(1)));
                        });
        tensors.put(EncoderGraph.HEAD_WEIGHT, noise(random, labels, base.dimension()));
        tensors.put(EncoderGraph.HEAD_BIAS, noise(random, 1, labels).reshaped(labels));
        return new AdapterFile.Learnt(tensors, RANK, 2);
    }

    private static Tensor noise(Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.02 * random.nextGaussian());
        }
        return Tensor.ofFloats(values, rows, columns);
    }

    private static void size(BenchContext context, Path adapter, Path merged) throws IOException {
        long bytes = Files.size(adapter.resolve(AdapterFile.NAME));
        context.out()
                .printf(
                        Locale.ROOT,
                        "adapter file %.2f MB  bar <= 3.00  %s; whole version %.2f MB, merged"
                                + " %.1f MB%n",
                        bytes / 1e6,
                        bytes <= ADAPTER_BYTES_BAR ? "met" : "MISSED",
                        ModelFolder.readInfo(adapter).sizeBytes() / 1e6,
                        ModelFolder.readInfo(merged).sizeBytes() / 1e6);
    }

    private static void speed(BenchContext context, Path adapter, Path merged, List<Example> rows)
            throws Exception {
        try (Engine engine = new Engine(Machine.availableCores());
                Model whole = engine.open(merged);
                Model apart = engine.open(adapter)) {
            List<Input> inputs = rows.stream().map(row -> whole.prepare(row.text())).toList();
            int[] lengths = inputs.stream().mapToInt(Input::length).toArray();
            List<List<Input>> batches =
                    BatchPlan.of(lengths, BatchPlan.TOKEN_BUDGET, BatchPlan.ITEMS_MAX).stream()
                            .map(batch -> Arrays.stream(batch).mapToObj(inputs::get).toList())
                            .toList();
            compare(
                    context,
                    "batches of at most " + BatchPlan.TOKEN_BUDGET + " tokens",
                    batches,
                    whole,
                    apart);
            compare(
                    context,
                    "one text at a time",
                    inputs.subList(0, SINGLE_TEXTS).stream().map(List::of).toList(),
                    whole,
                    apart);
        }
    }

    private static void compare(
            BenchContext context, String what, List<List<Input>> batches, Model whole, Model apart)
            throws Exception {
        Contender first = new Contender("merged", b -> whole.run(b, Want.PROBABILITIES));
        Contender second = new Contender("apart", b -> apart.run(b, Want.PROBABILITIES));
        long rounds = context.number("rounds", 7);
        for (long round = -1; round < rounds; round++) {
            for (Contender each : List.of(first, second)) {
                each.round(batches, Machine.availableCores());
                if (round < 0) {
                    each.forget();
                }
            }
        }
        context.out()
                .printf(
                        Locale.ROOT,
                        "%s, %d rounds: merged %,.0f tokens/s, apart %,.0f; for each second of a"
                                + " core %,.0f and %,.0f, ratio %.3f%n",
                        what,
                        rounds,
                        first.tokensPerSecond(),
                        second.tokensPerSecond(),
                        first.tokensPerProcessorSecond(),
                        second.tokensPerProcessorSecond(),
                        second.tokensPerProcessorSecond() / first.tokensPerProcessorSecond());
    }

    /** Adapters first, because what merged models leave in the heap would count for them. */
    private static void memory(BenchContext context, List<Path> adapters, Path merged) {
        Map<Integer, Long> apart = resident(adapters);
        Map<Integer, Long> whole = resident(adapters.stream().map(any -> merged).toList());
        context.out()
                .printf(Locale.ROOT, "%-22s %12s %12s%n", "resident memory", "apart", "merged");
        apart.forEach(
                (count, bytes) ->
                        context.out()
                                .printf(
                                        Locale.ROOT,
                                        "%-22s %9d MB %9d MB%n",
                                        count + (count == 1 ? " model" : " models"),
                                        bytes >> 20,
                                        whole.getOrDefault(count, 0L) >> 20));
    }

    /** What the process takes more with 1, 4, 16 … of the models open than with none. */
    private static Map<Integer, Long> resident(List<Path> folders) {
        Map<Integer, Long> measured = new LinkedHashMap<>();
        try (Engine engine = new Engine(1)) {
            long before = settled();
            int next = 1;
            for (int i = 0; i < folders.size(); i++) {
                Model model = engine.open(folders.get(i));
                model.run(List.of(model.prepare("where is my card")), Want.PROBABILITIES);
                if (i + 1 == next) {
                    measured.put(next, settled() - before);
                    next *= 4;
                }
            }
        }
        return measured;
    }

    private static long settled() {
        System.gc();
        return Machine.residentBytes();
    }
}
