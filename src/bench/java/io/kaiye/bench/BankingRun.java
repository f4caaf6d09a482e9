package io.kaiye.bench;

import io.kaiye.base.CostRate;
import io.kaiye.base.Machine;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Metric;
import io.kaiye.model.Bases;
import io.kaiye.model.BatchPlan;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Input;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import io.kaiye.train.Teacher;
import io.kaiye.train.TrainedModel;
import io.kaiye.train.Trainer;
import io.kaiye.train.TrainingRequest;
import io.kaiye.train.TuneSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the benchmarks share that make a smaller model of one tuned on Banking77. */
record BankingRun(BenchContext context, Engine engine, Banking77 data) {
    /** Share of the training rows that a training holds out. */
    static final double HELD_OUT_SHARE = Trainer.HELD_OUT_SHARE;

    private static final int ROUNDS = 5;

    Trainer trainer() {
        return new Trainer(
                engine, new Bases(CacheFolder.find()), InstantSource.system(), CostRate.DEFAULT);
    }

    /** The seed of every training: {@code --seed}. */
    long seed() {
        return context.number("seed", TrainingRequest.SEED_DEFAULT);
    }

    /** Trains with a recipe; prints how good it is on the held-out rows. */
    TrainedModel train(String recipe, Map<String, String> settings, Optional<Teacher> teacher) {
        TrainingRequest request =
                new TrainingRequest(
                        data.dataset(),
                        recipe,
                        Metric.ACCURACY,
                        OptionalDouble.empty(),
                        Duration.ofHours(2),
                        Optional.empty(),
                        seed(),
                        TuneSettings.of(settings),
                        Optional.empty(),
                        false,
                        context.workFolder().resolve(recipe));
        TrainedModel trained =
                trainer().train(teacher.map(request::taughtBy).orElse(request), context.progress());
        context.out()
                .printf(
                        Locale.ROOT,
                        "%-14s held out %.2f%%, %.0f s%n",
                        recipe,
                        100 * trained.quality().value(),
                        trained.trainTime().toMillis() / 1e3);
        return trained;
    }

    /** Share of the test split that a model answers rightly; printed. */
    double test(String what, Model model) {
        double accuracy = Accuracy.of(engine, model, data.test(), context.progress());
        context.out().printf(Locale.ROOT, "%-14s test %.2f%%%n", what, 100 * accuracy);
        return accuracy;
    }

    /** Prints what was lost and whether that is within the bar; both in points. */
    void lost(double before, double after, double bar) {
        double lost = 100 * (before - after);
        context.out()
                .printf(
                        Locale.ROOT,
                        "lost: %.2f points  bar <= %s%s%n",
                        lost,
                        bar,
                        lost <= bar ? "  met" : "  MISSED");
    }

    /** Both models over the test texts, by turns; prints how many times faster the second is. */
    void speed(String slowName, Model slow, String fastName, Model fast, double bar)
            throws Exception {
        List<Input> inputs = data.test().stream().map(Example::text).map(slow::prepare).toList();
        int[] lengths = inputs.stream().mapToInt(Input::length).toArray();
        List<List<Input>> batches =
                BatchPlan.of(lengths, BatchPlan.TOKEN_BUDGET, BatchPlan.ITEMS_MAX).stream()
                        .map(batch -> Arrays.stream(batch).mapToObj(inputs::get).toList())
                        .toList();
        Contender before = new Contender(slowName, b -> slow.run(b, Want.PROBABILITIES));
        Contender after = new Contender(fastName, b -> fast.run(b, Want.PROBABILITIES));
        for (int round = -1; round < ROUNDS; round++) {
            for (Contender each : List.of(before, after)) {
                each.round(batches, Machine.availableCores());
                if (round < 0) {
                    each.forget();
                }
            }
        }
        double ratio = after.tokensPerProcessorSecond() / before.tokensPerProcessorSecond();
        context.out()
                .printf(
                        Locale.ROOT,
                        "tokens/s: %s %,.0f, %s %,.0f, %.2f times  bar >= %s%s%n",
                        slowName,
                        before.tokensPerSecond(),
                        fastName,
                        after.tokensPerSecond(),
                        ratio,
                        bar,
                        ratio >= bar ? "  met" : "  MISSED");
    }

    /** The most memory that the process has had so far. */
    void memory(String when) {
        context.out()
                .printf(
                        Locale.ROOT,
                        "peak memory, %s: %,d MB%n",
                        when,
                        Machine.peakResidentBytes() >> 20);
    }
}
