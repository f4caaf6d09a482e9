package io.kaiye.train;

import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Loss;
import io.kaiye.autograd.Precision;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainSettings;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Temperature;
import io.kaiye.evaluate.Truth;
import io.kaiye.graph.EncoderWidths;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Tensor;
import io.kaiye.model.Base;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model that is cut down needs of its training: how much its heads and neurons matter, and
 * learning again, from the scores of the whole model and from labels. Made by {@link
 * Trainer#recovery}. One thread at a time; interrupting it ends the work soon.
 */
public final class Recovery {
    /** Rows that importance is measured on, at most. */
    private static final int SAMPLE_ROWS_MAX = 2048;

    /** Rows whose gradients are added up before their size is taken: few, or they cancel out. */
    private static final int ROWS_TOGETHER = 4;

    private static final int BATCHES_TOGETHER = 16;

    /** Rows that a loss without learning is measured on, at most. */
    private static final int LOSS_ROWS_MAX = 256;

    private final TrainingContext context;
    private final Path folder;
    private final Base base;
    private final Optional<RecoveryState> state;
    private float[][] scores = new float[0][];

    /**
     * @param state as the context's checkpoint; empty for none
     */
    Recovery(TrainingContext context, Path folder, Optional<RecoveryState> state) {
        this.state = state;
        this.context = context.suited(TuneKind.DISTIL);
        this.folder = folder;
        this.base = Base.of(folder);
    }

    /**
     * A graph that learnt.
     *
     * @param curve a point for every epoch
     * @param heldOutScores [held-out rows][labels], before a temperature
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    public record Learnt(Graph graph, TuneCurve curve, float[][] heldOutScores) {}

    /** The whole model's graph, its scores as they were before they were divided. */
    public Graph graph() {
        double temperature = ModelFolder.readInfo(folder).temperature();
        return EncoderGraph.withTemperature(ModelFolder.readGraph(folder), 1 / temperature);
    }

    /**
     * How much each unit matters to the loss on a sample of the rows that are learnt from: the root
     * of the mean square of weight times gradient, summed over the unit's rows for a few texts at a
     * time (Michel et al. 2019, arXiv:1905.10650; Molchanov et al. 2019, arXiv:1906.10771).
     *
     * @param blocks of {@code graph}
     * @return [blocks][units]
     */
    public double[][] importance(Graph graph, List<EncoderWidths.Block> blocks) {
        return stopped(() -> measured(graph, blocks));
    }

    private double[][] measured(Graph graph, List<EncoderWidths.Block> blocks) {
        List<String> matrices = blocks.stream().map(EncoderWidths.Block::matrix).toList();
        List<Example> rows = sample(SAMPLE_ROWS_MAX);
        int[] labels = context.labelsOf(rows);
        Precision precision = TuneGraph.precision(context);
        double[][] sums =
                blocks.stream().map(block -> new double[block.units()]).toArray(double[][]::new);
        TokenRows tokens = TokenRows.of(context.engine(), base, rows, context.tuning().tokens());
        Loss loss = new Loss.CrossEntropy(EncoderGraph.LOGITS, 0, 0, new float[0]);
        TrainSettings settings =
                new TrainSettings(
                        precision, true, 0, matrices::contains, Optional.empty(), context.seed());
        try (TrainableGraph trainable =
                        TrainableGraph.of(graph, settings, TuneGraph.parallel(context.engine()));
                Progress.Task task =
                        context.progress().start("Measuring importance", rows.size(), "rows")) {
            Parts parts = TuneGraph.parts(context, base, graph, trainable, tokens, ROWS_TOGETHER);
            List<Batch> batches =
                    batches(tokens, labels, parts.together(ROWS_TOGETHER, tokens.lengths()));
            for (int from = 0; from < batches.size(); from += BATCHES_TOGETHER) {
                CancelledTraining.check();
                List<Batch> some =
                        batches.subList(from, Math.min(batches.size(), from + BATCHES_TOGETHER));
                for (float[][] shares : trainable.rowShares(some, loss, matrices)) {
                    addSquares(shares, blocks, sums);
                }
                task.advance(some.stream().mapToInt(one -> one.target().rows()).sum());
            }
            for (double[] units : sums) {
                Arrays.setAll(units, unit -> Math.sqrt(units[unit] / batches.size()));
            }
        }
        return sums;
    }

    /**
     * The mean loss on a few of the rows that are learnt from, without learning, for each block
     * alone giving nothing but zeros.
     *
     * @param blocks of {@code graph}
     * @return [blocks]
     */
    public double[] lossesWithout(Graph graph, List<EncoderWidths.Block> blocks) {
        return stopped(() -> measuredWithout(graph, blocks));
    }

    private double[] measuredWithout(Graph graph, List<EncoderWidths.Block> blocks) {
        List<Example> rows = sample(LOSS_ROWS_MAX);
        int[] labels = context.labelsOf(rows);
        TokenRows tokens = TokenRows.of(context.engine(), base, rows, context.tuning().tokens());
        int[] all = IntStream.range(0, rows.size()).toArray();
        Precision precision = TuneGraph.precision(context);
        TrainSettings settings =
                new TrainSettings(
                        precision, true, 0, name -> false, Optional.empty(), context.seed());
        double[] losses = new double[blocks.size()];
        try (TrainableGraph run =
                TrainableGraph.of(graph, settings, TuneGraph.parallel(context.engine()))) {
            Parts parts = TuneGraph.parts(context, base, graph, run, tokens, 0);
            for (int i = 0; i < losses.length; i++) {
                CancelledTraining.check();
                String name = blocks.get(i).matrix();
                Tensor matrix = graph.constant(name).orElseThrow();
                float[] zeros = new float[matrix.elementCount()];
                run.restore(Map.of(name, Tensor.ofFloats(zeros, matrix.dim(0), matrix.dim(1))));
                losses[i] = loss(Passes.scores(run, tokens, all, parts), labels);
                run.restore(Map.of(name, matrix));
            }
        }
        return losses;
    }

    private static double loss(float[][] scores, int[] labels) {
        float[][] answers = Temperature.apply(scores, 1);
        double sum = 0;
        for (int i = 0; i < answers.length; i++) {
            sum -= Math.log(Math.max(Float.MIN_NORMAL, answers[i][labels[i]]));
        }
        return sum / answers.length;
    }

    private static void addSquares(
            float[][] shares, List<EncoderWidths.Block> blocks, double[][] sums) {
        for (int i = 0; i < shares.length; i++) {
            int size = blocks.get(i).unitSize();
            for (int unit = 0; unit < sums[i].length; unit++) {
                double sum = 0;
                for (int row = unit * size; row < (unit + 1) * size; row++) {
                    sum += shares[i][row];
                }
                sums[i][unit] += sum * sum;
            }
        }
    }

    private List<Example> sample(int most) {
        List<Example> rows = new ArrayList<>(context.fitting());
        java.util.Collections.shuffle(rows, new Random(context.seed()));
        return rows.subList(0, Math.min(most, rows.size()));
    }

    private static List<Batch> batches(TokenRows tokens, int[] labels, int together) {
        int[] order =
                IntStream.range(0, labels.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(tokens::length))
                        .mapToInt(Integer::intValue)
                        .toArray();
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < order.length; from += together) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + together));
            int[] wanted = Arrays.stream(rows).map(row -> labels[row]).toArray();
            batches.add(tokens.batch(rows, new Target.Labels(wanted)));
        }
        return batches;
    }

    /**
     * What the run that is gone on with had found before it learnt; empty where one begins anew.
     *
     * @throws KaiyeException INVALID_ARGUMENT if that run was of other data or settings, naming
     *     them; CORRUPT_FILE if its state is damaged
     */
    public Optional<byte[]> found() {
        return checkpoint(new byte[0]).flatMap(Checkpoint::found);
    }

    private Optional<Checkpoint> checkpoint(byte[] found) {
        Precision precision = TuneGraph.precision(context);
        return state.map(one -> Checkpoint.of(context, one, base, precision, found));
    }

    /**
     * Learns for so many epochs as the settings say, or goes on with that.
     *
     * @param graph with {@link EncoderGraph#LOGITS}, its weights to begin with
     * @param found what tells how the graph was cut, kept with the state
     */
    public Learnt learn(Graph graph, byte[] found) {
        return stopped(() -> learnt(graph, found));
    }

    /**
     * One pass more, over the held-out rows too, at falling rates that begin lower: for the model
     * to keep, after it was judged.
     */
    public Learnt refit(Learnt learnt) {
        return stopped(() -> refitted(learnt));
    }

    private Learnt learnt(Graph graph, byte[] found) {
        try (TuneGraph tuned = TuneGraph.open(context, job(graph))) {
            int fitting = context.fitting().size();
            int[] heldOut = IntStream.range(fitting, fitting + context.heldOut().size()).toArray();
            Tuning tuning =
                    tuning(
                            tuned,
                            IntStream.range(0, fitting).toArray(),
                            heldOut,
                            1,
                            context.tuning().epochs(),
                            checkpoint(found).orElse(null));
            TuneCurve curve = tuning.run("Learning again");
            return new Learnt(tuned.learnt(), curve, tuning.heldOutScores());
        }
    }

    private Learnt refitted(Learnt learnt) {
        try (TuneGraph tuned = TuneGraph.open(context.withoutNotes(), job(learnt.graph()))) {
            int[] all = IntStream.range(0, context.all().size()).toArray();
            tuning(tuned, all, new int[0], TuneFit.REFIT_RATE, TuneFit.REFIT_EPOCHS, null)
                    .run("Learning from all rows");
            return new Learnt(tuned.learnt(), learnt.curve(), learnt.heldOutScores());
        }
    }

    private TuneJob job(Graph graph) {
        List<Example> rows = context.all();
        return new TuneJob(
                        TuneKind.DISTIL,
                        base,
                        graph,
                        false,
                        rows,
                        context.labelsOf(rows),
                        context.fitting().size(),
                        context.heldOut().size(),
                        null)
                .taughtBy(rows, context.labelsOf(rows), scores());
    }

    private Tuning tuning(
            TuneGraph tuned,
            int[] fitting,
            int[] heldOut,
            double rate,
            double epochs,
            @Nullable Checkpoint checkpoint) {
        return new Tuning(
                tuned.work(fitting, heldOut, rate),
                context.tuning().with(epochs, context.tuning().rate()),
                context.seed(),
                () -> context.timeLeft().seconds(),
                checkpoint,
                context.progress());
    }

    /** The whole model's scores for every row; computed once. */
    private float[][] scores() {
        if (scores.length == 0) {
            List<String> texts = context.all().stream().map(Example::text).toList();
            try (Model model = context.engine().open(folder)) {
                scores = context.engine().logitsAll(model, texts, context.progress());
            }
        }
        return scores;
    }

    /**
     * Writes a graph that learnt as an artefact folder, its scores divided by the temperature that
     * fits the held-out rows.
     */
    public ModelInfo write(Path target, Learnt learnt) {
        int[] truth = Truth.of(context.labels(), context.heldOut(), "The data to judge by");
        double temperature = Temperature.fit(learnt.heldOutScores(), truth);
        return ModelFolder.writeTuned(target, base, learnt.graph(), context.labels(), temperature);
    }

    /** Every setting of the learning, for the provenance. */
    public Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>(context.tuning().asMap());
        all.put("seed", context.seed());
        all.put("computedIn", TuneGraph.precision(context).name());
        return all;
    }

    /** An interrupt leaves work half done, which shows as one failure or another. */
    private static <T> T stopped(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (e instanceof CancelledTraining || Thread.interrupted()) {
                throw new KaiyeException(
                        ErrorCode.SHUTTING_DOWN, "It was cancelled; no model was made.", e);
            }
            throw e;
        }
    }
}
