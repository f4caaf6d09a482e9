package io.kaiye.bench;

import io.kaiye.base.Machine;
import io.kaiye.data.Example;
import io.kaiye.label.LabelErrors;
import io.kaiye.label.Suspect;
import io.kaiye.label.Vectors;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Banking77's train rows with a tenth of the labels flipped to another one at random: do the
 * flipped rows come first? {@code --seed N} flips others; the figure is of seed 7.
 */
public final class LabelErrorsBench implements Bench {
    private static final double PRECISION_BAR = 0.80;

    @Override
    public String name() {
        return "label-errors";
    }

    @Override
    public String purpose() {
        return "Banking77 with 10% of the labels flipped: average precision >= 0.80";
    }

    @Override
    public void run(BenchContext context) throws IOException {
        List<Example> train = Banking77.read(context).train();
        Flipped flipped = Flipped.of(train, context.number("seed", 7));
        context.out().println(BenchContext.machineLine());
        try (Engine engine = new Engine(Machine.availableCores())) {
            long start = System.nanoTime();
            float[][] vectors =
                    new Vectors(engine, new Bases(CacheFolder.find()), context.progress())
                            .of(train.stream().map(Example::text).toList(), Optional.empty(), "en");
            long encoded = System.nanoTime();
            LabelErrors.Found found =
                    new LabelErrors(engine, 5, 7, context.progress())
                            .find(flipped.rows, List.of(), vectors);
            long judged = System.nanoTime();
            report(context, train, flipped, found);
            context.out()
                    .printf(
                            Locale.ROOT,
                            "encoding %.1f s, two rounds of five folds %.1f s%n",
                            (encoded - start) / 1e9,
                            (judged - encoded) / 1e9);
        }
    }

    private static void report(
            BenchContext context, List<Example> train, Flipped flipped, LabelErrors.Found found) {
        double precisions = 0;
        int hits = 0;
        int rightLabel = 0;
        int hitsAmongFirst = 0;
        for (int rank = 1; rank <= found.suspects().size(); rank++) {
            Suspect suspect = found.suspects().get(rank - 1);
            if (flipped.at.contains(suspect.row() - 1)) {
                hits++;
                precisions += (double) hits / rank;
                boolean right = suspect.likely().equals(train.get(suspect.row() - 1).label());
                rightLabel += right ? 1 : 0;
            }
            hitsAmongFirst = rank <= flipped.at.size() ? hits : hitsAmongFirst;
        }
        int all = flipped.at.size();
        double average = precisions / all;
        context.out()
                .printf(
                        Locale.ROOT,
                        "average precision %.4f  bar >= %.2f  %s%n"
                                + "flipped %,d, on the list of %,d: %,d; among its first %,d: %,d%n"
                                + "their likely label is the one before the flip: %,d%n"
                                + "wrong labels estimated: %,.0f (the set has some of its own)%n",
                        average,
                        PRECISION_BAR,
                        average >= PRECISION_BAR ? "met" : "MISSED",
                        all,
                        found.suspects().size(),
                        hits,
                        all,
                        hitsAmongFirst,
                        rightLabel,
                        found.estimated());
    }

    /** Rows with a tenth of the labels flipped, and where. */
    private record Flipped(List<Example> rows, Set<Integer> at) {
        static Flipped of(List<Example> rows, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> labels = rows.stream().map(Example::label).distinct().sorted().toList();
            List<Example> flipped = new ArrayList<>(rows);
            Set<Integer> at = new HashSet<>();
            while (at.size() < rows.size() / 10) {
                int row = random.nextInt(rows.size());
                if (at.add(row)) {
                    Example before = rows.get(row);
                    int step = 1 + random.nextInt(labels.size() - 1);
                    int label = (labels.indexOf(before.label()) + step) % labels.size();
                    flipped.set(row, new Example(before.text(), labels.get(label)));
                }
            }
            return new Flipped(flipped, at);
        }
    }
}
