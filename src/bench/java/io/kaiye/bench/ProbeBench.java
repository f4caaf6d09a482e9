package io.kaiye.bench;

import io.kaiye.base.CostRate;
import io.kaiye.base.Machine;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Evaluation;
import io.kaiye.evaluate.Evaluator;
import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.Metric;
import io.kaiye.evaluate.Predictions;
import io.kaiye.evaluate.Truth;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import io.kaiye.train.TrainedModel;
import io.kaiye.train.Trainer;
import io.kaiye.train.TrainingRequest;
import io.kaiye.train.TuneSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Banking77 through the probe recipe, as a user would train it; the test split is read once. */
public final class ProbeBench implements Bench {
    private static final double QUALITY_BAR = 0.933;
    private static final double SECONDS_BAR = 60;

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public String purpose() {
        return "Banking77 with a frozen encoder and a logistic head: >= 93.3% test in <= 60 s";
    }

    @Override
    public void run(BenchContext context) throws IOException {
        Banking77 data = Banking77.read(context);
        try (Engine engine = new Engine(Machine.availableCores())) {
            Trainer trainer =
                    new Trainer(
                            engine,
                            new Bases(CacheFolder.find()),
                            InstantSource.system(),
                            CostRate.DEFAULT);
            double before = processorSeconds();
            TrainedModel trained =
                    trainer.train(request(context, data.dataset()), context.progress());
            double busy = processorSeconds() - before;
            report(context, trained, tested(engine, trained, data.test(), context), busy);
        }
    }

    private static TrainingRequest request(BenchContext context, Dataset dataset) {
        return new TrainingRequest(
                dataset,
                "probe",
                Metric.ACCURACY,
                OptionalDouble.empty(),
                Duration.ofMinutes(20),
                Optional.empty(),
                context.number("seed", TrainingRequest.SEED_DEFAULT),
                TuneSettings.usual(),
                Optional.empty(),
                false,
                context.workFolder());
    }

    private static Evaluation tested(
            Engine engine, TrainedModel trained, List<Example> test, BenchContext context) {
        List<String> labels = trained.info().labels();
        try (Model model = engine.open(trained.folder())) {
            float[][] probabilities =
                    engine.runAll(
                            model,
                            test.stream().map(Example::text).toList(),
                            Want.PROBABILITIES,
                            context.progress());
            int[] truth = Truth.of(labels, test, "Banking77");
            return Evaluator.evaluate(new Predictions(labels, truth, probabilities), 7);
        }
    }

    /** What this process has computed so far; other processes do not disturb it. */
    private static double processorSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toMillis() / 1000.0)
                .orElse(0.0);
    }

    private static void report(
            BenchContext context, TrainedModel trained, Evaluation test, double busy) {
        double seconds = trained.trainTime().toMillis() / 1000.0;
        context.out().println(BenchContext.machineLine());
        context.out().println(trained.settings());
        context.out().printf(Locale.ROOT, "%-34s %-28s %s%n", "Banking77, probe", "seen", "bar");
        line(context, "held-out accuracy", percent(trained.quality()), "");
        line(
                context,
                "test accuracy",
                percent(test.accuracy()),
                ">= 93.3%" + met(test.accuracy().value() >= QUALITY_BAR));
        line(context, "test macro F1", percent(test.macroF1()), "");
        line(context, "test ECE", String.format(Locale.ROOT, "%.3f", test.calibration().ece()), "");
        line(
                context,
                "whole training",
                String.format(Locale.ROOT, "%.1f s", seconds),
                "<= 60 s" + met(seconds <= SECONDS_BAR));
        line(
                context,
                "processor time of the training",
                String.format(
                        Locale.ROOT,
                        "%.1f s, %.1f per core",
                        busy,
                        busy / Machine.availableCores()),
                "");
        line(
                context,
                "predicted by the timing run",
                trained.ladder()
                        .getFirst()
                        .predicted()
                        .map(e -> String.format(Locale.ROOT, "%.1f s", e.time().toMillis() / 1e3))
                        .orElse("-"),
                "");
        line(
                context,
                "peak resident memory",
                String.format(Locale.ROOT, "%,d MB", trained.peakResidentBytes() >> 20),
                "");
        line(context, "model", String.format(Locale.ROOT, "%,d MB", trained.sizeBytes() >> 20), "");
    }

    private static void line(BenchContext context, String what, String seen, String bar) {
        context.out().printf(Locale.ROOT, "%-34s %-28s %s%n", what, seen, bar);
    }

    private static String met(boolean met) {
        return met ? "  met" : "  MISSED";
    }

    private static String percent(Interval interval) {
        return String.format(
                Locale.ROOT,
                "%.2f%% (%.2f to %.2f)",
                interval.value() * 100,
                interval.low() * 100,
                interval.high() * 100);
    }
}
