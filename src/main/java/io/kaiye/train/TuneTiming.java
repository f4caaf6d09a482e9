package io.kaiye.train;

import io.kaiye.data.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Times some steps on rows of every length, to predict a fine-tuning. */
final class TuneTiming {
    private static final int STEPS = 3;
    private static final int WARM_UP = 1;

    /** Share of a step's time that a pass without learning takes. */
    static final double FORWARD_SHARE = 0.35;

    private TuneTiming() {}

    /**
     * What the timing run saw.
     *
     * @param rows learnt from while the clock ran
     * @param overhead seconds before the first step: reading, compiling
     * @param lowerSeconds that frozen lower layers take for a row; 0 where all layers learn
     */
    record Speed(int rows, double rowsPerSecond, double overhead, double lowerSeconds) {
        /** For people. */
        String words() {
            return String.format(
                    Locale.ROOT, "%d rows learnt from, %.0f a second", rows, rowsPerSecond);
        }

        /** Predicted seconds, judging and the last pass over all rows included. */
        double seconds(TrainingContext context, double epochs) {
            double learnt = (epochs + TuneFit.REFIT_EPOCHS) * context.fitting().size();
            double judged = FORWARD_SHARE * Math.ceil(epochs) * context.heldOut().size();
            double lower = 2 * lowerSeconds * context.all().size(); // again before the refit
            return overhead + lower + (learnt + judged) / rowsPerSecond;
        }
    }

    static Speed measure(TrainingContext context, Function<TrainingContext, TuneJob> job) {
        long start = System.nanoTime();
        int wanted = (STEPS + WARM_UP) * context.tuning().batch();
        List<Example> sample = new ArrayList<>();
        int all = context.fitting().size();
        int timed = Math.min(wanted, all);
        for (int i = 0; i < timed; i++) {
            sample.add(context.fitting().get((int) ((long) i * all / timed)));
        }
        sample.add(longest(context)); // not timed, but it has to fit the memory
        TrainingContext fewer = context.sample(sample);
        try (TuneGraph graph = TuneGraph.open(fewer, job.apply(fewer))) {
            int[] lengths = Arrays.copyOf(graph.data().lengths(), timed);
            List<int[]> batches = Buckets.of(lengths, context.tuning().batch(), 1, 0);
            graph.step(batches.getFirst());
            long before = System.nanoTime();
            int rows = 0;
            for (int[] batch : batches.subList(batches.size() > 1 ? 1 : 0, batches.size())) {
                CancelledTraining.check();
                graph.step(batch);
                rows += batch.length;
            }
            double seconds = (System.nanoTime() - before) / 1e9;
            double lower = graph.data() instanceof LowerLayers layers ? layers.secondsOfRow() : 0;
            return new Speed(rows, rows / seconds, (before - start) / 1e9, lower);
        }
    }

    private static Example longest(TrainingContext context) {
        return context.all().stream()
                .max(Comparator.comparingInt(row -> row.text().length()))
                .orElseThrow();
    }
}
