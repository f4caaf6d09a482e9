package io.kaiye.train;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The timing run of the linear recipe: reads some of the texts and fits them once, twice over, and
 * times the second round. The rest is arithmetic: reading grows with the texts, fitting with the
 * grams times the labels.
 */
final class LinearTiming {
    private static final int ROWS_MAX = 1_000;
    private static final long UNITS_MAX = 1_000_000;

    /** The measured fit and the refit. */
    private static final double FITS = 2;

    /** Settings that are tried, see {@link LinearSearch}. */
    private static final int TRIALS = 5;

    /** Starting up, scoring and writing. */
    private static final double FIXED_SECONDS = 0.5;

    private LinearTiming() {}

    static Estimate estimate(TrainingContext context) {
        List<Example> all = context.all();
        int labels = context.labels().size();
        List<Example> sample = sample(all, ROWS_MAX);
        LinearTask task =
                new LinearTask(
                        context.labels(), sample, List.of(), context.language(), context.seed());
        List<LinearSettings> plans;
        try {
            plans =
                    new LinearPlans(task.texts(), labels, Runtime.getRuntime().maxMemory())
                            .plans(context.language());
        } catch (KaiyeException e) {
            return Estimate.impossible(e.getMessage());
        }
        Round cold = round(context, task, plans);
        Round warm = round(context, task, plans);
        double share = (double) all.size() / sample.size();
        double units = (double) warm.units * all.size() / warm.rows;
        double perUnit = Math.min(cold.fitting, warm.fitting) / Math.max(1, warm.units);
        double searched =
                TRIALS * Math.min(units, (double) LinearSearch.trialBudget((long) units)) * perUnit;
        double seconds =
                FIXED_SECONDS
                        + cold.reading
                        + warm.reading * share
                        + FITS * units * perUnit
                        + searched;
        return context.estimate(
                seconds,
                String.format(
                        Locale.ROOT,
                        "%d texts read in %.0f ms, %d fitted in %.0f ms",
                        sample.size(),
                        warm.reading * 1000,
                        warm.rows,
                        warm.fitting * 1000));
    }

    /** Seconds of one round; the fit had {@code rows} rows and {@code units} work. */
    private record Round(double reading, double fitting, int rows, long units) {}

    private static Round round(
            TrainingContext context, LinearTask task, List<LinearSettings> plans) {
        long start = System.nanoTime();
        LinearCorpus corpus;
        try (Progress.Task silent = Progress.silent().start("Reading texts", 0, "texts")) {
            corpus =
                    LinearCorpus.read(
                            task.texts(),
                            LinearPlans.union(plans),
                            context.engine()::execute,
                            silent);
        }
        long read = System.nanoTime();
        int[] rows = affordable(corpus, task.labels().size());
        int[] truth = task.truth();
        LinearVocabulary vocabulary =
                new LinearVocabulary(corpus, plans.getFirst(), rows, truth, task.labels().size());
        LinearMatrix matrix = vocabulary.matrix(rows);
        LinearClassifiers.fit(
                matrix,
                IntStream.of(rows).map(row -> truth[row]).toArray(),
                task.labels().size(),
                1,
                LinearClassifiers.TOLERANCE,
                context.seed(),
                new float[0][],
                new Workers(context.engine()),
                () -> {});
        double seconds = (System.nanoTime() - read) / 1e9;
        long units = units(corpus, rows, task.labels().size());
        return new Round((read - start) / 1e9, seconds, rows.length, Math.max(1, units));
    }

    /** The first rows, as many as a short fit takes, at least one. */
    private static int[] affordable(LinearCorpus corpus, int labels) {
        long units = 0;
        int rows = 0;
        while (rows < corpus.rows() && (rows == 0 || units < UNITS_MAX)) {
            units += (long) corpus.ids(rows).length * LinearClassifiers.blocks(labels);
            rows++;
        }
        return IntStream.range(0, rows).toArray();
    }

    private static long units(LinearCorpus corpus, int[] rows, int labels) {
        long values = 0;
        for (int row : rows) {
            values += corpus.ids(row).length;
        }
        return values * LinearClassifiers.blocks(labels);
    }

    private static List<Example> sample(List<Example> all, int most) {
        List<Example> sample = new ArrayList<>();
        double step = Math.max(1, (double) all.size() / most);
        for (double at = 0; at < all.size() && sample.size() < most; at += step) {
            sample.add(all.get((int) at));
        }
        return sample;
    }
}
