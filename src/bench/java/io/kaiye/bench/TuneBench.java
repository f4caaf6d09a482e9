package io.kaiye.bench;

import io.kaiye.base.CostRate;
import io.kaiye.base.Machine;
import io.kaiye.data.Dataset;
import io.kaiye.evaluate.Metric;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.train.TrainedModel;
import io.kaiye.train.Trainer;
import io.kaiye.train.TrainingRequest;
import io.kaiye.train.TuneSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Banking77 fine-tuned: all layers and the top four, several seeds each; the test split is read
 * once for each. {@code --layers 4} or {@code --layers 0} does one of them, {@code --lora} low-rank
 * updates instead.
 */
public final class TuneBench implements Bench {
    private static final double QUALITY_BAR = 0.94;
    private static final long SEEDS = 3;
    private static final long TOP_LAYERS = 4;

    @Override
    public String name() {
        return "tune";
    }

    @Override
    public String purpose() {
        return "Banking77 fine-tuned, mean of 3 seeds: >= 94.0% test";
    }

    @Override
    public void run(BenchContext context) throws IOException {
        Banking77 data = Banking77.read(context);
        context.out().println(BenchContext.machineLine());
        long only = context.number("layers", -1);
        for (long layers : only < 0 ? new long[] {0, TOP_LAYERS} : new long[] {only}) {
            double sum = 0;
            long seeds = context.number("seeds", SEEDS);
            for (long seed = 1; seed <= seeds; seed++) {
                sum += one(context, data, layers, seed) / seeds;
            }
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%s, mean of %d seeds: %.2f%% test  bar >= 94.0%%  %s%n",
                            layers == 0 ? "all layers" : "top " + layers + " layers",
                            seeds,
                            100 * sum,
                            sum >= QUALITY_BAR ? "met" : "MISSED");
        }
    }

    private static double one(BenchContext context, Banking77 data, long layers, long seed) {
        String recipe = context.flag("lora") ? "lora" : "tune";
        Path folder = context.workFolder().resolve("layers-" + layers + "-seed-" + seed);
        try (Engine engine = new Engine(Machine.availableCores())) {
            Trainer trainer =
                    new Trainer(
                            engine,
                            new Bases(CacheFolder.find()),
                            InstantSource.system(),
                            CostRate.DEFAULT);
            TrainedModel trained =
                    trainer.train(
                            request(data.dataset(), recipe, layers, seed, folder),
                            context.progress());
            double accuracy;
            try (Model model = engine.open(trained.folder())) {
                accuracy = Accuracy.of(engine, model, data.test(), context.progress());
            }
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%s, %d layers (0: all), seed %d: held out %.2f%%, test %.2f%%,"
                                    + " %.0f s, peak %d MB%n",
                            recipe,
                            layers,
                            seed,
                            100 * trained.quality().value(),
                            100 * accuracy,
                            trained.trainTime().toMillis() / 1e3,
                            Machine.peakResidentBytes() >> 20);
            return accuracy;
        }
    }

    private static TrainingRequest request(
            Dataset dataset, String recipe, long layers, long seed, Path folder) {
        return new TrainingRequest(
                dataset,
                recipe,
                Metric.ACCURACY,
                OptionalDouble.empty(),
                Duration.ofHours(2),
                Optional.of("bge-small-en"),
                seed,
                TuneSettings.of(Map.of("layers", String.valueOf(layers))),
                Optional.empty(),
                false,
                folder);
    }
}
