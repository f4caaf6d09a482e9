package io.kaiye.bench;

import io.kaiye.base.Machine;
import io.kaiye.compress.CompressedModel;
import io.kaiye.compress.Int8Compressor;
import io.kaiye.data.Splits;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.train.Teacher;
import io.kaiye.train.TrainedModel;
import io.kaiye.train.TrainingRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Banking77: a tuned teacher, a student of six layers, the student in int8. */
public final class DistilBench implements Bench {
    private static final double LOSS_POINTS_BAR = 0.8;
    private static final double RATIO_BAR = 5;

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
        Map<String, String> settings = Map.of("epochs", "" + context.number("epochs", 6));
        try (Engine engine = new Engine(Machine.availableCores())) {
            BankingRun run = new BankingRun(context, engine, data);
            TrainedModel tuned = run.train("tune", settings, Optional.empty());
            Teacher teacher = new Teacher("tuned@1", "bench", tuned.folder(), List.of());
            TrainedModel student = run.train("distil", settings, Optional.of(teacher));
            CompressedModel small =
                    new Int8Compressor(engine)
                            .compress(
                                    student.folder(),
                                    Splits.holdout(
                                                    data.train(),
                                                    BankingRun.HELD_OUT_SHARE,
                                                    TrainingRequest.SEED_DEFAULT)
                                            .heldOut(),
                                    Int8Compressor.LOSS_POINTS_MAX,
                                    context.workFolder().resolve("int8"),
                                    context.progress());
            context.out().println(BenchContext.machineLine());
            try (Model slow = engine.open(tuned.folder());
                    Model whole = engine.open(student.folder());
                    Model fast = engine.open(small.folder())) {
                double before = run.test("teacher", slow);
                run.test("student", whole);
                double after = run.test("student, int8", fast);
                run.lost(before, after, LOSS_POINTS_BAR);
                run.speed("teacher", slow, "student in int8", fast, RATIO_BAR);
            }
        }
    }
}
