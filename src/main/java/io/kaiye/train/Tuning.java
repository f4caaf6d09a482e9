package io.kaiye.train;

import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Loss;
import io.kaiye.autograd.Optimizer;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.graph.Tensor;
import io.kaiye.model.EncoderGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one fine-tuning: batches, rates, the judging after each epoch, the end when the
 * epochs or the time are over. For one thread.
 */
final class Tuning {
    /**
     * Tokens one worker computes at a time, padding counted: some 400 MB for a small encoder. A
     * batch of more is computed in more parts, so that no batch runs out of memory.
     */
    static final int TOKENS_TOGETHER = 1024;

    private static final int JUDGED_TOGETHER = 64;

    /** By how much the clock may be ahead of the rows. */
    private static final double LATE = 0.05;

    /** Steps from one weight that is averaged to the next. */
    private static final int AVERAGE_EVERY = 5;

    /** How much work a crash may cost. */
    private static final long SAVE_NANOS = 60_000_000_000L;

    /**
     * What is learnt, from which rows.
     *
     * @param graph gives {@code logits}
     * @param target of some rows
     * @param fitting numbers of the rows to learn from
     * @param heldOut numbers of the rows to be judged by; may be empty
     * @param labels of all rows, by number; -1 where there is none
     * @param rates by weight, before schedule
     */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    record Work(
            TrainableGraph graph,
            TuneData data,
            Loss loss,
            Targets target,
            int[] fitting,
            int[] heldOut,
            int[] labels,
            ToDoubleFunction<String> rates,
            Parts parts) {}

    /** What answers to some rows should be. */
    @FunctionalInterface
    interface Targets {
        Target of(int[] rows);
    }

    /** How a step's rows are shared out. */
    record Parts(int workers) {}

    private final Work work;
    private final TuneSettings settings;
    private final long seed;
    private final DoubleSupplier secondsLeft;
    private final List<TuneCurve.Point> points = new ArrayList<>();
    private final Optimizer optimizer;
    private final @Nullable Checkpoint checkpoint;
    private final boolean resume;
    private long start;
    private long saved;
    private long done;
    private double lossSum;
    private long lossRows;
    private double bestQuality = -1;
    private int epochsSinceBest;
    private @Nullable Map<String, Tensor> best;

    /**
     * @param secondsLeft until it must have ended
     * @param checkpoint where it stands is written there now and then; null for nowhere
     * @param resume begins where the checkpoint stands
     */
    Tuning(
            Work work,
            TuneSettings settings,
            long seed,
            DoubleSupplier secondsLeft,
            @Nullable Checkpoint checkpoint,
            boolean resume) {
        this.checkpoint = checkpoint;
        this.resume = resume;
        this.work = work;
        this.settings = settings;
        this.seed = seed;
        this.secondsLeft = secondsLeft;
        this.optimizer = settings.rule();
    }

    /** Learns; returns how it went. The graph then has the weights to keep. */
    TuneCurve run(String title, Progress progress) {
        long rows = Math.round(settings.epochs() * work.fitting.length);
        double allowed = Math.max(1, secondsLeft.getAsDouble());
        Checkpoint.Position at = begin();
        start = System.nanoTime() - (long) (at.seconds() * 1e9);
        done = at.rows();
        saved = System.nanoTime();
        int batchNumber = at.batch();
        try (Progress.Task task = progress.start(title, rows, "rows")) {
            task.advance(done);
            for (int epoch = at.epoch(); done < rows; epoch++) {
                List<int[]> batches = batches(epoch);
                for (; batchNumber < batches.size() && done < rows; batchNumber++) {
                    CancelledTraining.check();
                    saveSometimes(epoch, batchNumber);
                    double share =
                            share((double) done / rows, (seconds() - at.seconds()) / allowed);
                    if (share >= 1 || seconds() - at.seconds() >= allowed) {
                        judge();
                        return finish();
                    }
                    int[] batch = batches.get(batchNumber);
                    step(batch, settings.schedule().factor(share, settings.warmup()));
                    done += batch.length;
                    if (share > 1 - settings.average() && work.graph.steps() % AVERAGE_EVERY == 0) {
                        work.graph.average();
                    }
                    task.advance(batch.length);
                    task.status(status());
                }
                batchNumber = 0;
                if (done >= rows) {
                    work.graph.useAverage();
                }
                judge();
                if (settings.patience() > 0 && epochsSinceBest >= settings.patience()) {
                    return finish();
                }
                save(epoch + 1, 0);
            }
        }
        return finish();
    }

    /**
     * How far the run is: by its rows, so that it can be repeated; by the clock only where it is
     * clearly slower than predicted.
     */
    private static double share(double ofRows, double ofTime) {
        return ofTime > ofRows + LATE ? ofTime : ofRows;
    }

    private Checkpoint.Position begin() {
        if (!resume || checkpoint == null) {
            return Checkpoint.Position.START;
        }
        Checkpoint.Position at = checkpoint.read(work.graph, optimizer);
        points.addAll(at.points());
        lossSum = at.lossSum();
        lossRows = at.lossRows();
        return at;
    }

    private void saveSometimes(int epoch, int batch) {
        if (System.nanoTime() - saved > SAVE_NANOS) {
            save(epoch, batch);
        }
    }

    private void save(int epoch, int batch) {
        if (checkpoint != null) {
            checkpoint.write(
                    new Checkpoint.Position(
                            epoch, batch, done, seconds(), lossSum, lossRows, points),
                    work.graph);
        }
        saved = System.nanoTime();
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private TuneCurve finish() {
        work.graph.useAverage();
        if (best != null) {
            work.graph.restore(best);
        }
        return new TuneCurve(points);
    }

    private List<int[]> batches(int epoch) {
        int[] all = work.data.lengths();
        int[] lengths = Arrays.stream(work.fitting).map(row -> all[row]).toArray();
        int together = settings.batch() * settings.accumulate();
        List<int[]> batches = new ArrayList<>();
        for (int[] batch : Buckets.of(lengths, together, seed, epoch)) {
            batches.add(Arrays.stream(batch).map(place -> work.fitting[place]).toArray());
        }
        return batches;
    }

    private void step(int[] rows, double factor) {
        List<Batch> parts =
                Buckets.parts(rows, work.data.lengths(), work.parts.workers(), TOKENS_TOGETHER)
                        .stream()
                        .map(part -> work.data.batch(part, work.target.of(part)))
                        .toList();
        double loss =
                work.graph.step(
                        parts,
                        work.loss,
                        optimizer,
                        name -> factor * work.rates.applyAsDouble(name),
                        settings.clip());
        if (Double.isNaN(loss)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "The loss of step "
                            + (work.graph.steps() + 1)
                            + " is not a number; the weights are as they were before it. Try a"
                            + " lower rate, such as --set rate="
                            + settings.rate() / 4
                            + ", or --set precision=float32.");
        }
        lossSum += loss * rows.length;
        lossRows += rows.length;
    }

    private String status() {
        String loss = String.format(Locale.ROOT, "loss %.3f", lossSum / Math.max(1, lossRows));
        return points.isEmpty()
                ? loss
                : loss
                        + String.format(
                                Locale.ROOT, ", held out %.1f%%", 100 * points.getLast().quality());
    }

    private void judge() {
        double epochs = (double) done / work.fitting.length;
        double seconds = seconds();
        double quality = work.heldOut.length == 0 ? 0 : accuracy();
        points.add(new TuneCurve.Point(epochs, lossSum / Math.max(1, lossRows), quality, seconds));
        lossSum = 0;
        lossRows = 0;
        if (quality > bestQuality) {
            bestQuality = quality;
            epochsSinceBest = 0;
            best = settings.patience() > 0 ? work.graph.snapshot() : null;
        } else {
            epochsSinceBest++;
        }
    }

    private double accuracy() {
        float[][] scores = scores(work.heldOut);
        int right = 0;
        for (int i = 0; i < scores.length; i++) {
            right += largest(scores[i]) == work.labels[work.heldOut[i]] ? 1 : 0;
        }
        return (double) right / scores.length;
    }

    private static int largest(float[] scores) {
        int at = 0;
        for (int i = 1; i < scores.length; i++) {
            at = scores[i] > scores[at] ? i : at;
        }
        return at;
    }

    /** The graph's scores for some rows, [rows][labels]. */
    float[][] scores(int[] rows) {
        return scores(work.graph, work.data, rows, work.parts.workers());
    }

    /** A graph's scores for some rows, in their order: [rows][labels]. */
    static float[][] scores(TrainableGraph graph, TuneData data, int[] rows, int workers) {
        int[] lengths = data.lengths();
        Integer[] order = new Integer[rows.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt(i -> lengths[rows[i]]));
        float[][] scores = new float[rows.length][];
        int together = JUDGED_TOGETHER * workers;
        for (int from = 0; from < order.length; from += together) {
            List<int[]> parts = new ArrayList<>();
            int end = Math.min(order.length, from + together);
            for (int at = from; at < end; at += JUDGED_TOGETHER) {
                parts.add(
                        Arrays.stream(order, at, Math.min(end, at + JUDGED_TOGETHER))
                                .mapToInt(Integer::intValue)
                                .toArray());
            }
            List<Batch> batches =
                    parts.stream()
                            .map(part -> Arrays.stream(part).map(i -> rows[i]).toArray())
                            .map(part -> data.batch(part, new Target.None(part.length)))
                            .toList();
            List<Tensor> made = graph.run(batches, EncoderGraph.LOGITS);
            for (int i = 0; i < parts.size(); i++) {
                spread(made.get(i), parts.get(i), scores);
            }
            CancelledTraining.check();
        }
        return scores;
    }

    private static void spread(Tensor made, int[] places, float[][] scores) {
        float[] all = made.floats();
        int labels = made.dim(1);
        for (int i = 0; i < places.length; i++) {
            scores[places[i]] = Arrays.copyOfRange(all, i * labels, (i + 1) * labels);
        }
    }
}
