package io.kaiye.bench;

import io.kaiye.base.CostRate;
import io.kaiye.base.Machine;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;

/**
 * Banking77 with a few rows a label, through the recipe fewshot and a frozen encoder. With {@code
 * --held-out} it is judged by other rows of the training file; else by the test split, once.
 */
public final class FewshotBench implements Bench {
    private static final double QUALITY_BAR = 0.82;
    private static final int HELD_OUT_ROWS = 1500;

    @Override
    public String name() {
        return "fewshot";
    }

    @Override
    public String purpose() {
        return "Banking77 with 8 rows a label, mean of 5 seeds: >= 82% test";
    }

    @Override
    public void run(BenchContext context) throws IOException {
        Banking77 data = Banking77.read(context);
        int shots = (int) context.number("rows", 8);
        long seeds = context.number("seeds", 5);
        boolean heldOut = context.flag("held-out");
        context.out().println(BenchContext.machineLine());
        double sum = 0;
        for (long seed = 1; seed <= seeds; seed++) {
            Sample sample = Sample.of(data.train(), shots, seed);
            List<Example> judged = heldOut ? sample.others() : data.test();
            sum += one(context, data, sample.chosen(), judged, seed) / seeds;
        }
        context.out()
                .printf(
                        Locale.ROOT,
                        "mean of %d seeds, %d rows a label, %s: %.2f%%  bar >= 82%% test%s%n",
                        seeds,
                        shots,
                        heldOut ? "other rows of the training file" : "test",
                        100 * sum,
                        heldOut ? "" : sum >= QUALITY_BAR ? "  met" : "  MISSED");
    }

    private static double one(
            BenchContext context,
            Banking77 data,
            List<Example> chosen,
            List<Example> judged,
            long seed) {
        String recipe = context.flag("probe") ? "probe" : "fewshot";
        try (Engine engine = new Engine(Machine.availableCores())) {
            Trainer trainer =
                    new Trainer(
                            engine,
                            new Bases(CacheFolder.find()),
                            InstantSource.system(),
                            CostRate.DEFAULT);
            Dataset whole = new Banking77(chosen, data.test()).dataset();
            Dataset dataset =
                    context.flag("held-out")
                            ? new Dataset(whole.version(), chosen, judged, data.test())
                            : whole;
            TrainedModel trained =
                    trainer.train(
                            new TrainingRequest(
                                    dataset,
                                    recipe,
                                    Metric.ACCURACY,
                                    OptionalDouble.empty(),
                                    Duration.ofMinutes(30),
                                    recipe.equals("probe")
                                            ? Optional.of("all-MiniLM-L6-v2")
                                            : Optional.empty(),
                                    seed,
                                    TuneSettings.usual(),
                                    Optional.empty(),
                                    false,
                                    context.workFolder().resolve("seed-" + seed)),
                            context.progress());
            double accuracy;
            try (Model model = engine.open(trained.folder())) {
                accuracy = Accuracy.of(engine, model, judged, context.progress());
            }
            context.out()
                    .printf(
                            Locale.ROOT,
                            "seed %d  %s  %.2f%%  %d rows  %.0f s  predicted %s%n",
                            seed,
                            recipe,
                            100 * accuracy,
                            chosen.size(),
                            trained.trainTime().toMillis() / 1e3,
                            trained.ladder().getFirst().predicted().orElseThrow().time());
            return accuracy;
        }
    }

    /** A few rows of every label, and some of the rest. */
    private record Sample(List<Example> chosen, List<Example> others) {
        static Sample of(List<Example> rows, int each, long seed) {
            List<Example> shuffled = new ArrayList<>(rows);
            Collections.shuffle(shuffled, new Random(seed));
            Map<String, Integer> taken = new TreeMap<>();
            List<Example> chosen = new ArrayList<>();
            List<Example> others = new ArrayList<>();
            for (Example row : shuffled) {
                boolean wanted = taken.merge(row.label(), 1, Integer::sum) <= each;
                if (wanted) {
                    chosen.add(row);
                } else if (others.size() < HELD_OUT_ROWS) {
                    others.add(row);
                }
            }
            return new Sample(chosen, others);
        }
    }
}
