package io.kaiye.train;

import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Loss;
import io.kaiye.autograd.Optimizer;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainSettings;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.graph.EncoderLayers;
import io.kaiye.graph.Graph;
import io.kaiye.graph.OnnxFile;
import io.kaiye.model.Base;
import io.kaiye.model.EncoderGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Contrastive learning of an encoder: texts of one label are drawn together, others apart. Every
 * pair within a batch counts, so few rows give many pairs (SetFit, Tunstall et al. 2022,
 * arXiv:2209.11055, with the loss of Khosla et al. 2020). For one thread.
 */
final class Contrast {
    /** By what the cosines are divided. */
    static final double TEMPERATURE = 0.05;

    /** Batches of a step, whatever the number of threads: each has its own pairs. */
    private static final int PARTS = 2;

    /** Two labels with their fellows: fewer rows have nothing to be told apart from. */
    private static final int ROWS_MIN = 2 * ContrastBatches.FELLOWS;

    private final TrainingContext context;
    private final TuneSettings settings;
    private final Optimizer optimizer;

    Contrast(TrainingContext context) {
        this.context = context;
        this.settings = context.tuning();
        this.optimizer = settings.rule();
    }

    /**
     * Learns from the fitting rows.
     *
     * @param seconds it may take at most
     * @param file where the learnt encoder is written; needed as long as the result
     * @return the base with what it has learnt
     */
    Base learn(Base base, double seconds, Path file) {
        Graph whole = EncoderGraph.of(base);
        TokenRows rows = TokenRows.of(context.engine(), base, context.fitting(), settings.tokens());
        TuneGraph.checkVocabulary(whole, rows, base);
        if (rows.cut() > 0) {
            context.progress().note(rows.cutWords());
        }
        try (TrainableGraph graph = trainable(whole)) {
            Parts parts =
                    TuneGraph.parts(context, base, whole, graph, rows, Math.max(ROWS_MIN, half()));
            run(
                    graph,
                    rows,
                    parts,
                    Checkpoint.of(context, TuneKind.CONTRAST, base, TuneGraph.precision(context)),
                    seconds);
            OnnxFile.write(OnnxFile.read(base.model()).withInitializers(graph.weights()), file);
        }
        return new Base(
                base.name(),
                base.folder(),
                file,
                base.pooling(),
                base.maxTokens(),
                base.dimension(),
                base.language(),
                base.contentHash());
    }

    private TrainableGraph trainable(Graph whole) {
        return TrainableGraph.of(
                whole,
                new TrainSettings(
                        TuneGraph.precision(context),
                        true,
                        settings.dropout(),
                        learnt(EncoderLayers.of(whole)),
                        Optional.empty(),
                        context.seed()),
                TuneGraph.parallel(context.engine()));
    }

    /** All weights, or those of the upper layers. */
    private Predicate<String> learnt(EncoderLayers layers) {
        int below = layers.count() - settings.layers();
        return name ->
                settings.layers() == 0
                        || layers.weights().getOrDefault(name, layers.count()) > below;
    }

    private void run(
            TrainableGraph graph,
            TokenRows rows,
            Parts memory,
            @Nullable Checkpoint checkpoint,
            double seconds) {
        int[] labels = context.labelsOf(context.fitting());
        long wanted = Math.round(settings.epochs() * labels.length);
        Checkpoint.Position begun =
                checkpoint == null || !checkpoint.goesOn()
                        ? Checkpoint.Position.START
                        : checkpoint.read(graph, optimizer).position();
        Parts parts = memory.asBefore(begun.partBytesMax(), context.progress());
        int rowsOfPart = Math.max(ROWS_MIN, parts.together(half(), rows.lengths()));
        long start = System.nanoTime();
        long saved = start;
        long done = begun.rows();
        int at = begun.batch();
        try (Progress.Task task =
                context.progress().start("Contrastive learning", wanted, "rows")) {
            task.resume(done);
            for (int epoch = begun.epoch(); done < wanted; epoch++) {
                List<int[]> batches = ContrastBatches.of(labels, rowsOfPart, context.seed(), epoch);
                for (; at < batches.size() && done < wanted; at += PARTS) {
                    CancelledTraining.check();
                    double passed = (System.nanoTime() - start) / 1e9 / seconds;
                    double ofRows = (double) done / wanted;
                    double share = passed > ofRows + Tuning.LATE ? passed : ofRows;
                    if (passed >= 1) {
                        return;
                    }
                    List<int[]> now = batches.subList(at, Math.min(batches.size(), at + PARTS));
                    double loss = step(graph, rows, labels, now, share);
                    int count = now.stream().mapToInt(part -> part.length).sum();
                    done += count;
                    task.status(String.format(Locale.ROOT, "loss %.3f", loss));
                    task.advance(count);
                    boolean ends = at + PARTS >= batches.size();
                    if (checkpoint != null
                            && (ends || System.nanoTime() - saved > Tuning.SAVE_NANOS)) {
                        checkpoint.save(
                                Checkpoint.Position.at(
                                        ends ? epoch + 1 : epoch,
                                        ends ? 0 : at + PARTS,
                                        done,
                                        parts.bytesMax()),
                                graph,
                                null,
                                context.progress());
                        saved = System.nanoTime();
                    }
                }
                at = 0;
            }
        }
    }

    /** Rows of one of a step's two batches. */
    private int half() {
        return settings.batch() / PARTS;
    }

    private double step(
            TrainableGraph graph, TokenRows rows, int[] labels, List<int[]> parts, double share) {
        List<Batch> batches = new ArrayList<>();
        for (int[] part : parts) {
            int[] known = Arrays.stream(part).map(row -> labels[row]).toArray();
            batches.add(rows.batch(part, new Target.Labels(known)));
        }
        double rate =
                TuneKind.CONTRAST.rate(settings)
                        * settings.schedule().factor(share, settings.warmup());
        double loss =
                graph.step(
                        batches,
                        new Loss.Contrast(EncoderGraph.EMBEDDING, TEMPERATURE),
                        optimizer,
                        name -> rate,
                        settings.clip());
        if (Double.isNaN(loss)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "The loss of step "
                            + (graph.steps() + 1)
                            + " is not a number. Try a lower rate, such as --set rate="
                            + TuneKind.CONTRAST.rate(settings) / 4
                            + ", or --set precision=float32.");
        }
        return loss;
    }
}
