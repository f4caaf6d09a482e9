package io.kaiye.bench;

import io.kaiye.base.CostRate;
import io.kaiye.base.Machine;
import io.kaiye.compress.CompressedModel;
import io.kaiye.compress.Int8Compressor;
import io.kaiye.data.Example;
import io.kaiye.data.Splits;
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

/** Banking77: a tuned teacher, a student of six layers, the student in int8. */
public final class DistilBench implements Bench {
    private static final double LOSS_POINTS_BAR = 0.8;
    private static final double RATIO_BAR = 5;
    private static final double HELD_OUT_SHARE = 0.1;
    private static final int ROUNDS = 5;

    @Override
    public String name() {
        return "distil";
    }

    @Override
    public String purpose() {
        return "Banking77, six layers of a tuned teacher in int8: <= 0.8 points lost, >= 5 times"
                + " its tokens/s";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        Banking77 data = Banking77.read(context);
        try (Engine engine = new Engine(Machine.availableCores())) {
            TrainedModel tuned = train(context, engine, data, "tune", Optional.empty());
            Teacher teacher = new Teacher("tuned@1", "bench", tuned.folder(), List.of());
            TrainedModel student = train(context, engine, data, "distil", Optional.of(teacher));
            CompressedModel small =
                    new Int8Compressor(engine)
                            .compress(
                                    student.folder(),
                                    Splits.holdout(
                                                    data.train(),
                                                    HELD_OUT_SHARE,
                                                    TrainingRequest.SEED_DEFAULT)
                                            .heldOut(),
                                    Int8Compressor.LOSS_POINTS_MAX,
                                    context.workFolder().resolve("int8"),
                                    context.progress());
            context.out().println(BenchContext.machineLine());
            try (Model slow = engine.open(tuned.folder());
                    Model whole = engine.open(student.folder());
                    Model fast = engine.open(small.folder())) {
                double before = quality(context, engine, "teacher", slow, data.test());
                quality(context, engine, "student", whole, data.test());
                double after = quality(context, engine, "student, int8", fast, data.test());
                double lost = 100 * (before - after);
                context.out()
                        .printf(
                                Locale.ROOT,
                                "lost: %.2f points  bar <= 0.8%s%n",
                                lost,
                                lost <= LOSS_POINTS_BAR ? "  met" : "  MISSED");
                speed(context, data.test(), slow, fast);
            }
        }
    }

    private static TrainedModel train(
            BenchContext context,
            Engine engine,
            Banking77 data,
            String recipe,
            Optional<Teacher> teacher) {
        Trainer trainer =
                new Trainer(
                        engine,
                        new Bases(CacheFolder.find()),
                        InstantSource.system(),
                        CostRate.DEFAULT);
        TrainingRequest request =
                new TrainingRequest(
                        data.dataset(),
                        recipe,
                        Metric.ACCURACY,
                        OptionalDouble.empty(),
                        Duration.ofHours(2),
                        Optional.empty(),
                        context.number("seed", TrainingRequest.SEED_DEFAULT),
                        TuneSettings.of(
                                Map.of("epochs", String.valueOf(context.number("epochs", 6)))),
                        Optional.empty(),
                        false,
                        context.workFolder().resolve(recipe));
        TrainedModel trained =
                trainer.train(teacher.map(request::taughtBy).orElse(request), context.progress());
        context.out()
                .printf(
                        Locale.ROOT,
                        "%-14s held out %.2f%%, %.0f s%n",
                        recipe,
                        100 * trained.quality().value(),
                        trained.trainTime().toMillis() / 1e3);
        return trained;
    }

    private static double quality(
            BenchContext context, Engine engine, String what, Model model, List<Example> rows) {
        double accuracy = Accuracy.of(engine, model, rows, context.progress());
        context.out().printf(Locale.ROOT, "%-14s test %.2f%%%n", what, 100 * accuracy);
        return accuracy;
    }

    private static void speed(BenchContext context, List<Example> rows, Model slow, Model fast)
            throws Exception {
        List<Input> inputs = rows.stream().map(row -> slow.prepare(row.text())).toList();
        int[] lengths = inputs.stream().mapToInt(Input::length).toArray();
        List<List<Input>> batches =
                BatchPlan.of(lengths, BatchPlan.TOKEN_BUDGET, BatchPlan.ITEMS_MAX).stream()
                        .map(batch -> Arrays.stream(batch).mapToObj(inputs::get).toList())
                        .toList();
        Contender teacher = new Contender("teacher", b -> slow.run(b, Want.PROBABILITIES));
        Contender student = new Contender("student", b -> fast.run(b, Want.PROBABILITIES));
        for (int round = -1; round < ROUNDS; round++) {
            for (Contender each : List.of(teacher, student)) {
                each.round(batches, Machine.availableCores());
                if (round < 0) {
                    each.forget();
                }
            }
        }
        double ratio = student.tokensPerProcessorSecond() / teacher.tokensPerProcessorSecond();
        context.out()
                .printf(
                        Locale.ROOT,
                        "tokens/s: teacher %,.0f, student in int8 %,.0f, %.2f times  bar >= 5%s%n",
                        teacher.tokensPerSecond(),
                        student.tokensPerSecond(),
                        ratio,
                        ratio >= RATIO_BAR ? "  met" : "  MISSED");
    }
}
