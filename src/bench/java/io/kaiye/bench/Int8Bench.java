package io.kaiye.bench;

import io.kaiye.base.CostRate;
import io.kaiye.base.Machine;
import io.kaiye.compress.CompressedModel;
import io.kaiye.compress.Int8Compressor;
import io.kaiye.data.Example;
import io.kaiye.data.Splits;
import io.kaiye.evaluate.Comparison;
import io.kaiye.evaluate.Evaluator;
import io.kaiye.evaluate.Metric;
import io.kaiye.evaluate.PairedTest;
import io.kaiye.evaluate.Predictions;
import io.kaiye.model.Bases;
import io.kaiye.model.BatchPlan;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Input;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.Want;
import io.kaiye.train.Trainer;
import io.kaiye.train.TrainingRequest;
import io.kaiye.train.TuneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The engine alone on the texts of Banking77's test split: float against int8, in alternating
 * rounds, and what int8 costs in accuracy. {@code --speed-only} leaves the training out, {@code
 * --rounds N} and {@code --budget TOKENS} change the rounds (5) and the size of batches.
 */
public final class Int8Bench implements Bench {
    private static final double SPEED_BAR = 15_000;
    private static final double RATIO_BAR = 3.5;
    private static final double LOSS_POINTS_BAR = 0.3;
    private static final double HELD_OUT_SHARE = 0.1;

    @Override
    public String name() {
        return "int8";
    }

    @Override
    public String purpose() {
        return "int8 engine on Banking77's texts: >= 15,000 tokens/s, >= 3.5 times float,"
                + " <= 0.3 points lost";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        Banking77 data = Banking77.read(context);
        try (Engine engine = new Engine(Machine.availableCores())) {
            Path source = source(context, engine, data);
            CompressedModel small =
                    new Int8Compressor(engine)
                            .compress(
                                    source,
                                    judged(context, data),
                                    Int8Compressor.LOSS_POINTS_MAX,
                                    context.workFolder().resolve("int8"),
                                    context.progress());
            context.out().println(BenchContext.machineLine());
            try (Model slow = engine.open(source);
                    Model fast = engine.open(small.folder());
                    PlainSession plain = new PlainSession(source.resolve(ModelFolder.GRAPH))) {
                speed(context, data.test(), plain, slow, fast);
                size(context, small);
                if (!context.flag("speed-only")) {
                    quality(context, engine, data.test(), slow, fast);
                }
            }
        }
    }

    private static Path source(BenchContext context, Engine engine, Banking77 data) {
        Bases bases = new Bases(CacheFolder.find());
        if (context.flag("speed-only")) {
            Path folder = context.workFolder().resolve("encoder");
            ModelFolder.writeEncoder(folder, bases.open("bge-small-en"));
            return folder;
        }
        Trainer trainer = new Trainer(engine, bases, InstantSource.system(), CostRate.DEFAULT);
        return trainer.train(
                        new TrainingRequest(
                                data.dataset(),
                                "probe",
                                Metric.ACCURACY,
                                OptionalDouble.empty(),
                                Duration.ofMinutes(20),
                                Optional.of("bge-small-en"),
                                TrainingRequest.SEED_DEFAULT,
                                TuneSettings.usual(),
                                Optional.empty(),
                                false,
                                context.workFolder().resolve("probe")),
                        context.progress())
                .folder();
    }

    private static List<Example> judged(BenchContext context, Banking77 data) {
        List<Example> heldOut =
                Splits.holdout(data.train(), HELD_OUT_SHARE, TrainingRequest.SEED_DEFAULT)
                        .heldOut();
        return context.flag("speed-only") ? heldOut.subList(0, 200) : heldOut;
    }

    private static void speed(
            BenchContext context, List<Example> rows, PlainSession plain, Model slow, Model fast)
            throws Exception {
        List<Input> inputs = rows.stream().map(row -> slow.prepare(row.text())).toList();
        int[] lengths = inputs.stream().mapToInt(Input::length).toArray();
        int budget = (int) context.number("budget", BatchPlan.TOKEN_BUDGET);
        List<List<Input>> batches =
                BatchPlan.of(lengths, budget, BatchPlan.ITEMS_MAX).stream()
                        .map(batch -> Arrays.stream(batch).mapToObj(inputs::get).toList())
                        .toList();
        List<Contender> contenders =
                List.of(
                        new Contender("float32, ONNX Runtime alone", plain::run),
                        new Contender("float32, Kaiye's engine", b -> slow.run(b, Want.EMBEDDING)),
                        new Contender("int8, Kaiye's engine", b -> fast.run(b, Want.EMBEDDING)));
        int threads = Machine.availableCores();
        long rounds = context.number("rounds", 5);
        for (long round = -1; round < rounds; round++) {
            for (Contender contender : contenders) {
                contender.round(batches, threads);
                if (round < 0) {
                    contender.forget();
                }
            }
        }
        context.out()
                .printf(
                        Locale.ROOT,
                        "%,d texts, %,d tokens, batches of at most %d tokens, %d threads, %d"
                                + " rounds%n",
                        rows.size(),
                        Arrays.stream(lengths).sum(),
                        budget,
                        threads,
                        rounds);
        print(context, contenders);
    }

    private static void print(BenchContext context, List<Contender> contenders) {
        context.out()
                .printf(
                        Locale.ROOT,
                        "%-30s %12s %12s %20s %8s%n",
                        "engine",
                        "tokens/s",
                        "best round",
                        "tokens/s per core",
                        "ratio");
        Contender first = contenders.getFirst();
        for (Contender each : contenders) {
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%-30s %,12.0f %,12.0f %,20.0f %8.2f%n",
                            each.name(),
                            each.tokensPerSecond(),
                            each.bestTokensPerSecond(),
                            each.tokensPerProcessorSecond(),
                            each.tokensPerProcessorSecond() / first.tokensPerProcessorSecond());
        }
        Contender fused = contenders.get(1);
        Contender int8 = contenders.getLast();
        double ratio = int8.tokensPerProcessorSecond() / first.tokensPerProcessorSecond();
        context.out()
                .printf(
                        Locale.ROOT,
                        "int8: %,.0f tokens/s by the wall clock (bar 15,000:%s), %,.0f by processor"
                                + " time%nint8 against float32: %.2f times ONNX Runtime alone (bar"
                                + " 3.5:%s), %.2f times Kaiye's engine%n",
                        int8.tokensPerSecond(),
                        met(int8.tokensPerSecond() >= SPEED_BAR),
                        int8.tokensPerProcessorSecond() * Machine.availableCores(),
                        ratio,
                        met(ratio >= RATIO_BAR),
                        int8.tokensPerProcessorSecond() / fused.tokensPerProcessorSecond());
    }

    private static void size(BenchContext context, CompressedModel small) {
        context.out()
                .printf(
                        Locale.ROOT,
                        "model: %,.1f MB in float32, %,.1f MB in int8; %d of %d layers kept in"
                                + " float%n",
                        small.before().sizeBytes() / 1e6,
                        small.after().sizeBytes() / 1e6,
                        small.keptFloat().size(),
                        small.layers());
    }

    private static void quality(
            BenchContext context, Engine engine, List<Example> test, Model slow, Model fast) {
        Predictions before = predictions(context, engine, test, slow);
        Predictions after = predictions(context, engine, test, fast);
        double was = Evaluator.evaluate(before, 7).accuracy().value();
        double is = Evaluator.evaluate(after, 7).accuracy().value();
        Comparison comparison = PairedTest.compare(before, after, 7);
        context.out()
                .printf(
                        Locale.ROOT,
                        "test accuracy: %.2f%% in float32, %.2f%% in int8: %.2f points lost (bar"
                                + " 0.3:%s); %s%n",
                        100 * was,
                        100 * is,
                        100 * (was - is),
                        met(100 * (was - is) <= LOSS_POINTS_BAR),
                        comparison.verdict().getClass().getSimpleName());
    }

    private static Predictions predictions(
            BenchContext context, Engine engine, List<Example> test, Model model) {
        List<String> labels = model.info().labels();
        return new Predictions(
                labels,
                test.stream().mapToInt(row -> labels.indexOf(row.label())).toArray(),
                engine.runAll(
                        model,
                        test.stream().map(Example::text).toList(),
                        Want.PROBABILITIES,
                        context.progress()));
    }

    private static String met(boolean met) {
        return met ? " met" : " MISSED";
    }
}
