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
import java.util.Collections;
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

    /** Enough to fuse one graph at a time. */
    private static final String HEAP = "-Xmx1g";

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

    /** Whole processes, because what one kind leaves in the heap would count for the other. */
    private static void memory(BenchContext context, List<Path> adapters, Path merged)
            throws Exception {
        context.out()
                .printf(
                        Locale.ROOT,
                        "%-32s %8s %8s%n",
                        "resident memory of a process",
                        "apart",
                        "merged");
        long nothing = megabytes(context, List.of());
        line(context, "none open", nothing, nothing);
        for (int count = 1; count <= adapters.size(); count *= 4) {
            List<Path> some = adapters.subList(0, count);
            line(
                    context,
                    count + " open",
                    megabytes(context, some),
                    megabytes(context, Collections.nCopies(count, merged)));
        }
    }

    private static void line(BenchContext context, String what, long apart, long merged) {
        context.out().printf(Locale.ROOT, "%-32s %,5d MB %,5d MB%n", what, apart, merged);
    }

    private static long megabytes(BenchContext context, List<Path> folders)
            throws IOException, InterruptedException {
        List<String> command =
                BenchProcess.command(
                        AdaptersRun.class.getName(), folders.stream().map(Path::toString).toList());
        command.add(command.indexOf("-cp"), HEAP); // the last one counts
        return BenchProcess.run(context, command).asLong();
    }
}
