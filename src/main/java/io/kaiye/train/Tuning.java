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
import java.util.ArrayList;
import java.util.Arrays;
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
    /** By how much the clock may be ahead of the rows. */
    static final double LATE = 0.05;

    /** Steps from one weight that is averaged to the next. */
    private static final int AVERAGE_EVERY = 5;

    /** How much work a crash may cost. */
    static final long SAVE_NANOS = 60_000_000_000L;

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

    private final Work work;
    private final TuneSettings settings;
    private final long seed;
    private final DoubleSupplier secondsLeft;
    private final Progress progress;
    private final List<TuneCurve.Point> points = new ArrayList<>();
    private final Optimizer optimizer;
    private final @Nullable Checkpoint checkpoint;
    private Parts parts;
    private long start;
    private long saved;
    private boolean late;
    private boolean isInterpolated;
    private double longestStep;
    private double longestJudging;
    private long done;
    private double lossSum;
    private long lossRows;
    private double bestQuality = -1;
    private int epochsSinceBest;
    private @Nullable Map<String, Tensor> best;
    private float @Nullable [][] bestScores;
    private float @Nullable [][] scores;

    /**
     * @param secondsLeft until it must have ended
     * @param checkpoint where it stands is written there now and then; null for nowhere
     */
    Tuning(
            Work work,
            TuneSettings settings,
            long seed,
            DoubleSupplier secondsLeft,
            @Nullable Checkpoint checkpoint,
            Progress progress) {
        this.checkpoint = checkpoint;
        this.work = work;
        this.settings = settings;
        this.seed = seed;
        this.secondsLeft = secondsLeft;
        this.progress = progress;
        this.optimizer = settings.rule();
        this.parts = work.parts;
    }

    /** Learns; returns how it went. The graph then has the weights to keep. */
    TuneCurve run(String title) {
        Interpolation interpolation = Interpolation.from(work.graph, settings.interpolate());
        TuneCurve curve = learn(title);
        if (interpolation.isWanted() && hasTimeToJudge()) {
            interpolation.apply(work.graph);
            scores = null;
            isInterpolated = true;
        }
        return curve;
    }

    /** Where the time is up, what was judged is kept. */
    private boolean hasTimeToJudge() {
        return !late && secondsLeft.getAsDouble() >= longestJudging;
    }

    /** Whether the weights that are kept lie between the first and the last. */
    boolean isInterpolated() {
        return isInterpolated;
    }

    private TuneCurve learn(String title) {
        long rows = Math.round(settings.epochs() * work.fitting.length);
        double allowed = Math.max(1, secondsLeft.getAsDouble());
        Checkpoint.Position at = begin();
        start = System.nanoTime() - (long) (at.seconds() * 1e9);
        done = at.rows();
        saved = System.nanoTime();
        int batchNumber = at.batch();
        if (checkpoint != null && checkpoint.keepsStart()) {
            save(at.epoch(), batchNumber);
        }
        try (Progress.Task task = progress.start(title, rows, "rows")) {
            task.resume(done);
            for (int epoch = at.epoch(); done < rows && !outOfPatience(); epoch++) {
                List<int[]> batches = batches(epoch);
                for (; batchNumber < batches.size() && done < rows; batchNumber++) {
                    CancelledTraining.check();
                    saveSometimes(epoch, batchNumber);
                    double passed = passed(seconds() - at.seconds(), allowed);
                    double ofRows = (double) done / rows;
                    if (!late && passed > ofRows + LATE) {
                        becomesLate();
                    }
                    if (passed >= 1) {
                        return finishEarly();
                    }
                    double share = passed > ofRows + LATE ? passed : ofRows;
                    int[] batch = batches.get(batchNumber);
                    double before = seconds();
                    step(batch, settings.schedule().factor(share, settings.warmup()));
                    longestStep = Math.max(longestStep, seconds() - before);
                    done += batch.length;
                    if (share > 1 - settings.average() && work.graph.steps() % AVERAGE_EVERY == 0) {
                        work.graph.average();
                    }
                    task.status(status());
                    task.advance(batch.length);
                }
                batchNumber = 0;
                if (done >= rows) {
                    work.graph.useAverage();
                }
                judge();
                task.status(status());
                save(epoch + 1, 0);
            }
        }
        return finish(settings.patience() > 0);
    }

    /** Share of the time that is over, when what comes after the last step is taken off. */
    private double passed(double seconds, double allowed) {
        double judging =
                longestJudging > 0
                        ? longestJudging
                        : TuneTiming.FORWARD_SHARE
                                * work.heldOut.length
                                * seconds()
                                / Math.max(1, done);
        return seconds / Math.max(LATE * allowed, allowed - judging - longestStep);
    }

    private Checkpoint.Position begin() {
        if (checkpoint == null || !checkpoint.goesOn()) {
            return Checkpoint.Position.START;
        }
        Checkpoint.Stand stand = checkpoint.read(work.graph, optimizer);
        Checkpoint.Position at = stand.position();
        parts = work.parts.asBefore(at.partBytesMax(), progress);
        points.addAll(at.points());
        lossSum = at.lossSum();
        lossRows = at.lossRows();
        bestQuality = at.bestQuality();
        epochsSinceBest = at.epochsSinceBest();
        best = stand.best();
        return at;
    }

    private boolean outOfPatience() {
        return settings.patience() > 0 && epochsSinceBest >= settings.patience();
    }

    private void saveSometimes(int epoch, int batch) {
        if (System.nanoTime() - saved > SAVE_NANOS) {
            save(epoch, batch);
        }
    }

    private void save(int epoch, int batch) {
        if (checkpoint != null) {
            checkpoint.save(position(epoch, batch), work.graph, best, progress);
        }
        saved = System.nanoTime();
    }

    private Checkpoint.Position position(int epoch, int batch) {
        return new Checkpoint.Position(
                epoch,
                batch,
                done,
                seconds(),
                lossSum,
                lossRows,
                bestQuality,
                epochsSinceBest,
                parts.bytesMax(),
                points);
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The time is up: what was best so far is kept. */
    private TuneCurve finishEarly() {
        work.graph.useAverage();
        if (settings.average() > 0) {
            scores = null;
        }
        if (scores == null) {
            judge();
        }
        return finish(true);
    }

    private TuneCurve finish(boolean keepsBest) {
        work.graph.useAverage();
        if (keepsBest && best != null) {
            work.graph.restore(best);
            scores = bestScores;
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
        scores = null;
        List<Batch> parts =
                this.parts.learning(rows, work.data.lengths()).stream()
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
        double loss = lossRows > 0 || points.isEmpty() ? loss() : points.getLast().loss();
        String shown = String.format(Locale.ROOT, "loss %.3f", loss);
        return points.isEmpty() || work.heldOut.length == 0
                ? shown
                : shown
                        + String.format(
                                Locale.ROOT, ", held out %.1f%%", 100 * points.getLast().quality());
    }

    /** Mean over the rows since the last point. */
    private double loss() {
        return lossSum / Math.max(1, lossRows);
    }

    private void judge() {
        double epochs = (double) done / work.fitting.length;
        double before = seconds();
        double quality = work.heldOut.length == 0 ? 0 : accuracy();
        longestJudging = Math.max(longestJudging, seconds() - before);
        points.add(new TuneCurve.Point(epochs, loss(), quality));
        lossSum = 0;
        lossRows = 0;
        if (quality > bestQuality) {
            bestQuality = quality;
            epochsSinceBest = 0;
            best = keepsBest() ? work.graph.snapshot() : null;
            bestScores = scores;
        } else {
            epochsSinceBest++;
        }
    }

    /** From here on the best weights are kept; better ones from before may not be there. */
    private void becomesLate() {
        late = true;
        if (best == null) {
            bestQuality = -1;
        }
    }

    /** Else the last weights are kept: the rates have fallen to zero by then. */
    private boolean keepsBest() {
        return settings.patience() > 0 || late;
    }

    private double accuracy() {
        float[][] made = heldOutScores();
        int right = 0;
        for (int i = 0; i < made.length; i++) {
            right += largest(made[i]) == work.labels[work.heldOut[i]] ? 1 : 0;
        }
        return (double) right / made.length;
    }

    private static int largest(float[] scores) {
        int at = 0;
        for (int i = 1; i < scores.length; i++) {
            at = scores[i] > scores[at] ? i : at;
        }
        return at;
    }

    /** The graph's scores for the held-out rows, as it is now: [rows][labels]. */
    float[][] heldOutScores() {
        float[][] made = scores;
        if (made == null) {
            made = Passes.scores(work.graph, work.data, work.heldOut, parts);
            scores = made;
        }
        return made;
    }
}
