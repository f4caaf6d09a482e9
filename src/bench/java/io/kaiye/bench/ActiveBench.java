package io.kaiye.bench;

import io.kaiye.base.Machine;
import io.kaiye.data.Example;
import io.kaiye.label.Curve;
import io.kaiye.label.Simulation;
import io.kaiye.label.SimulationSettings;
import io.kaiye.label.Strategy;
import io.kaiye.label.Vectors;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Banking77's train labels bought round by round with a frozen encoder: how many does a strategy
 * need for what random reaches with 4,000? Strategies see train rows only. With {@code --held-out}
 * rows of the training file judge; else the test split, which only draws the curve.
 */
public final class ActiveBench implements Bench {
    private static final int RANDOM_LABELS = 4000;
    private static final int LABELS_BAR = 2000;
    private static final int BATCH = 100;
    private static final int HELD_OUT_ROWS = 2000;

    @Override
    public String name() {
        return "active";
    }

    @Override
    public String purpose() {
        return "Banking77: what 4,000 random labels reach, with <= 2,000 chosen ones";
    }

    @Override
    public void run(BenchContext context) throws IOException {
        Banking77 data = Banking77.read(context);
        List<Example> pool = data.train();
        List<Example> judged = data.test();
        if (context.flag("held-out")) {
            List<Example> shuffled = new ArrayList<>(pool);
            Collections.shuffle(shuffled, new Random(99));
            judged = shuffled.subList(0, HELD_OUT_ROWS);
            pool = shuffled.subList(HELD_OUT_ROWS, shuffled.size());
        }
        context.out().println(BenchContext.machineLine());
        try (Engine engine = new Engine(Machine.availableCores())) {
            List<String> labels = pool.stream().map(Example::label).distinct().sorted().toList();
            Simulation.Rows rows = rows(engine, context, pool, labels);
            Simulation.Rows truth = rows(engine, context, judged, labels);
            Curve random =
                    simulated(context, engine, List.of(Strategy.RANDOM), RANDOM_LABELS)
                            .run(rows, truth, labels.size())
                            .getFirst();
            List<Strategy> others =
                    Arrays.stream(Strategy.values()).filter(s -> s != Strategy.RANDOM).toList();
            List<Curve> curves =
                    simulated(context, engine, others, LABELS_BAR).run(rows, truth, labels.size());
            report(context, random, curves);
        }
    }

    private static Simulation simulated(
            BenchContext context, Engine engine, List<Strategy> strategies, int labels) {
        return new Simulation(
                engine,
                new SimulationSettings(
                        strategies,
                        BATCH,
                        BATCH,
                        labels,
                        (int) context.number("seeds", 3),
                        context.number("seed", 1)),
                context.progress());
    }

    private static Simulation.Rows rows(
            Engine engine, BenchContext context, List<Example> rows, List<String> labels) {
        float[][] vectors =
                new Vectors(engine, new Bases(CacheFolder.find()), context.progress())
                        .of(rows.stream().map(Example::text).toList(), Optional.empty(), "en");
        return new Simulation.Rows(
                vectors, rows.stream().mapToInt(row -> labels.indexOf(row.label())).toArray());
    }

    private static void report(BenchContext context, Curve random, List<Curve> curves) {
        double target = random.points().getLast().quality();
        line(context, random, target);
        curves.forEach(curve -> line(context, curve, target));
        OptionalInt best =
                curves.stream()
                        .filter(curve -> curve.strategy() == Strategy.SPREAD)
                        .findFirst()
                        .orElseThrow()
                        .labelsFor(target);
        context.out()
                .printf(
                        Locale.ROOT,
                        "random reaches %.2f%% with %,d labels; spread needs %s  bar <= %,d  %s%n",
                        100 * target,
                        RANDOM_LABELS,
                        best.isPresent() ? best.getAsInt() : "more",
                        LABELS_BAR,
                        best.isPresent() ? "met" : "MISSED");
    }

    private static void line(BenchContext context, Curve curve, double target) {
        StringBuilder line = new StringBuilder();
        for (Curve.Point point : curve.points()) {
            if (point.labels() % 500 == 0) {
                line.append(
                        String.format(
                                Locale.ROOT,
                                "  %,d: %.2f (%.2f to %.2f)",
                                point.labels(),
                                100 * point.quality(),
                                100 * point.low(),
                                100 * point.high()));
            }
        }
        OptionalInt needed = curve.labelsFor(target);
        context.out()
                .printf(
                        Locale.ROOT,
                        "%-10s needs %-5s%s%n",
                        curve.strategy().word(),
                        needed.isPresent() ? needed.getAsInt() : "more",
                        line);
    }
}
