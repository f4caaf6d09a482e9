package io.kaiye.bench;

import io.kaiye.base.Machine;
import io.kaiye.compress.CompressedModel;
import io.kaiye.compress.Int8Compressor;
import io.kaiye.compress.PruneRows;
import io.kaiye.compress.PruneSettings;
import io.kaiye.compress.PrunedModel;
import io.kaiye.compress.Pruner;
import io.kaiye.data.Example;
import io.kaiye.data.Splits;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.train.TrainedModel;
import io.kaiye.train.TuneSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Banking77: a tuned model, half of its heads and neurons pruned, both in int8. {@code --percent},
 * {@code --epochs} (of the tuning and of learning again), {@code --layers} (that tuning learns; 0
 * for all) and {@code --seed} change what is run; the test split is read once for each model.
 */
public final class PruneBench implements Bench {
    private static final double LOSS_POINTS_BAR = 1;
    private static final double RATIO_BAR = 1.8;
    private static final double POINTS_MAX = 100;

    @Override
    public String name() {
        return "prune";
    }

    @Override
    public String purpose() {
        return "Banking77, half of a tuned model's heads and neurons, int8: <= 1 point lost, >= 1.8"
                + " times the tokens/s of its int8";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        Banking77 data = Banking77.read(context);
        try (Engine engine = new Engine(Machine.availableCores())) {
            BankingRun run = new BankingRun(context, engine, data);
            String epochs = String.valueOf(context.number("epochs", 6));
            String layers = String.valueOf(context.number("layers", 0));
            TrainedModel tuned =
                    run.train("tune", Map.of("epochs", epochs, "layers", layers), Optional.empty());
            run.memory("tuned");
            Splits.Holdout rows =
                    Splits.holdout(data.train(), BankingRun.HELD_OUT_SHARE, run.seed());
            PrunedModel pruned = prune(run, tuned, rows, Map.of("epochs", epochs));
            run.memory("pruned");
            Path int8 = int8(run, tuned.folder(), rows.heldOut(), "int8").folder();
            Path small = int8(run, pruned.folder(), rows.heldOut(), "pruned-int8").folder();
            context.out().println(BenchContext.machineLine());
            try (Model whole = engine.open(tuned.folder());
                    Model wholeInt8 = engine.open(int8);
                    Model cut = engine.open(pruned.folder());
                    Model cutInt8 = engine.open(small)) {
                double before = run.test("tuned", whole);
                run.test("tuned, int8", wholeInt8);
                run.test("pruned", cut);
                run.lost(before, run.test("pruned, int8", cutInt8), LOSS_POINTS_BAR);
                run.speed("int8", wholeInt8, "pruned, int8", cutInt8, RATIO_BAR);
                run.memory("in all");
            }
        }
    }

    private static PrunedModel prune(
            BankingRun run, TrainedModel tuned, Splits.Holdout rows, Map<String, String> settings) {
        BenchContext context = run.context();
        long start = System.nanoTime();
        PrunedModel pruned =
                new Pruner(run.engine(), run.trainer())
                        .prune(
                                tuned.folder(),
                                new PruneRows(
                                        rows.kept(),
                                        rows.heldOut(),
                                        tuned.refit(),
                                        OptionalDouble.of(tuned.quality().value())),
                                new PruneSettings(
                                        context.number("percent", 50) / 100.0,
                                        TuneSettings.of(settings),
                                        run.seed()),
                                POINTS_MAX,
                                Optional.empty(),
                                context.workFolder().resolve("prune"),
                                context.progress());
        context.out()
                .printf(
                        Locale.ROOT,
                        "%-14s held out %.2f%%, %.0f s; heads %s, neurons %s%n",
                        "pruned",
                        100 * pruned.after(),
                        (System.nanoTime() - start) / 1e9,
                        pruned.heads().layers(),
                        pruned.neurons().layers());
        return pruned;
    }

    private static CompressedModel int8(
            BankingRun run, Path folder, List<Example> heldOut, String name) {
        return new Int8Compressor(run.engine())
                .compress(
                        folder,
                        heldOut,
                        Int8Compressor.LOSS_POINTS_MAX,
                        run.context().workFolder().resolve(name),
                        run.context().progress());
    }
}
