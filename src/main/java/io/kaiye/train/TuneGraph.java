package io.kaiye.train;

import io.kaiye.autograd.Loss;
import io.kaiye.autograd.LowRank;
import io.kaiye.autograd.Parallel;
import io.kaiye.autograd.Precision;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainSettings;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.graph.EncoderLayers;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Tensor;
import io.kaiye.model.Base;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.Engine;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * A base with a fresh head, made trainable, and the rows as it reads them. Where only the upper
 * layers learn, what the lower ones make of the rows is computed once.
 */
final class TuneGraph implements AutoCloseable {
    /** By what a teacher's scores are softened. */
    private static final double HEAT = 2;

    /** How much of the loss is the teacher's, where a row has a label too. */
    private static final double TEACHERS_SHARE = 0.7;

    private final TrainingContext context;
    private final TuneJob job;
    private final EncoderLayers layers;
    private final TrainableGraph graph;
    private final TuneData data;
    private final Precision precision;
    private final Parts parts;

    private TuneGraph(
            TrainingContext context,
            TuneJob job,
            EncoderLayers layers,
            TrainableGraph graph,
            TuneData data,
            Precision precision,
            Parts parts) {
        this.context = context;
        this.job = job;
        this.layers = layers;
        this.graph = graph;
        this.data = data;
        this.precision = precision;
        this.parts = parts;
    }

    /** Compiles the graph and reads the rows. */
    static TuneGraph open(TrainingContext context, TuneJob job) {
        TuneSettings settings = context.tuning();
        TokenRows rows = TokenRows.of(context.engine(), job.base(), job.rows(), settings.tokens());
        checkVocabulary(job.whole(), rows, job.base());
        if (rows.cut() > 0) {
            context.progress().note(rows.cutWords());
        }
        EncoderLayers layers = EncoderLayers.of(job.whole());
        TuneGraph opened =
                settings.layers() == 0
                        ? of(context, job, layers, job.whole(), rows)
                        : upper(context, job, layers, rows);
        try {
            opened.begin();
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /** With a graph that learns, which is the owner's to close, as are the data. */
    private static TuneGraph of(
            TrainingContext context,
            TuneJob job,
            EncoderLayers layers,
            Graph learning,
            TuneData data) {
        TrainableGraph graph = null;
        try {
            Precision precision = precision(context);
            graph = trainable(context, job, learning, precision, context.tuning().dropout());
            Parts parts = parts(context, job.base(), learning, graph, data, 0);
            return new TuneGraph(context, job, layers, graph, data, precision, parts);
        } catch (RuntimeException | Error e) {
            if (graph != null) {
                graph.close();
            }
            data.close();
            throw e;
        }
    }

    /**
     * As large as memory allows for the longest row.
     *
     * @param rowsTogether that should be in one part; 0 for as many as usual
     */
    static Parts parts(
            TrainingContext context,
            Base base,
            Graph plain,
            TrainableGraph graph,
            TuneData data,
            int rowsTogether) {
        return Parts.fitting(
                context.engine().threads(),
                PartMemory.of(plain, base.dimension()),
                Arrays.stream(data.lengths()).max().orElse(1),
                rowsTogether,
                graph.trainedWeights().values().stream().mapToLong(Long::longValue).sum(),
                context.tuning().memoryMb(),
                context.progress());
    }

    private void begin() {
        if (job.freshHead()) {
            // A run that is gone on with began with the same head, to the bit.
            Parts then =
                    Checkpoint.partBytesMax(context)
                            .map(bytes -> parts.asBefore(bytes, Progress.silent()))
                            .orElse(parts);
            HeadStart.set(graph, data, job.labels(), job.fitting(), context.labels().size(), then);
        }
    }

    private static TuneGraph upper(
            TrainingContext context, TuneJob job, EncoderLayers layers, TokenRows rows) {
        TuneSettings settings = context.tuning();
        if (settings.layers() > layers.count()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The setting layers is "
                            + settings.layers()
                            + ", but "
                            + job.base().name()
                            + " has "
                            + layers.count()
                            + " layers that are recognised; give at most as many, or 0 for all.");
        }
        String entry = layers.entries().get(layers.count() - settings.layers());
        EncoderLayers.Parts cut = EncoderLayers.split(job.whole(), entry);
        TuneData data;
        try (TrainableGraph lower = lower(context, cut.lower(), precision(context))) {
            data =
                    LowerLayers.of(
                            lower,
                            rows,
                            entry,
                            job.base().dimension(),
                            parts(context.withoutNotes(), job.base(), cut.lower(), lower, rows, 0),
                            LowerLayers.Place.of(settings.memoryMb(), context.workFolder()),
                            context.progress());
        }
        return of(context, job, layers, cut.upper(), data);
    }

    private static TrainableGraph lower(TrainingContext context, Graph graph, Precision precision) {
        return TrainableGraph.of(
                graph,
                new TrainSettings(
                        precision, true, 0, name -> false, Optional.empty(), context.seed()),
                parallel(context.engine()));
    }

    private static TrainableGraph trainable(
            TrainingContext context,
            TuneJob job,
            Graph graph,
            Precision precision,
            double dropout) {
        TuneSettings settings = context.tuning();
        boolean low = job.kind() == TuneKind.LOW_RANK;
        Optional<LowRank> updates =
                low
                        ? Optional.of(
                                new LowRank(
                                        settings.rank(),
                                        settings.alpha() / settings.rank(),
                                        name -> true))
                        : Optional.empty();
        return TrainableGraph.of(
                graph,
                new TrainSettings(
                        precision,
                        true,
                        dropout,
                        name -> !low || isHead(name),
                        updates,
                        context.seed()),
                parallel(context.engine()));
    }

    static boolean isHead(String name) {
        return name.equals(EncoderGraph.HEAD_WEIGHT) || name.equals(EncoderGraph.HEAD_BIAS);
    }

    /** As the settings say, else as the run that is resumed, else what is fastest here. */
    static Precision precision(TrainingContext context) {
        return switch (context.tuning().precision()) {
            case "float32" -> Precision.FLOAT32;
            case "bfloat16" -> Precision.BFLOAT16;
            default -> Checkpoint.computedIn(context).orElseGet(Precision::fastest);
        };
    }

    static Parallel parallel(Engine engine) {
        return new Parallel() {
            @Override
            public int threads() {
                return engine.threads();
            }

            @Override
            public void forEach(int count, IntConsumer work) {
                engine.forEach(count, work);
            }
        };
    }

    static void checkVocabulary(Graph whole, TokenRows rows, Base base) {
        int known =
                whole.initializers().entrySet().stream()
                        .filter(entry -> entry.getKey().contains("word_embeddings"))
                        .mapToInt(entry -> entry.getValue().dim(0))
                        .findFirst()
                        .orElse(Integer.MAX_VALUE);
        if (rows.maxId() >= known) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The tokeniser of "
                            + base.name()
                            + " gives the token "
                            + rows.maxId()
                            + ", but the model knows only "
                            + known
                            + ". Take tokenizer.json and model.onnx from one export.");
        }
    }

    TrainableGraph graph() {
        return graph;
    }

    /** The low-rank updates and the head, by name; empty if all was learnt. */
    Map<String, Tensor> adapter() {
        return job.kind() == TuneKind.LOW_RANK ? graph.snapshot() : Map.of();
    }

    /** How its batches are shared out. */
    Parts parts() {
        return parts;
    }

    TuneData data() {
        return data;
    }

    Precision precision() {
        return precision;
    }

    /** The whole plain graph with what was learnt. */
    Graph learnt() {
        Map<String, Tensor> weights = graph.weights();
        return job.whole().withInitializers(weights);
    }

    /** One step over some rows at a small rate: for timing. */
    void step(int[] rows) {
        graph.step(
                parts.learning(rows, data.lengths()).stream()
                        .map(part -> data.batch(part, targets(part)))
                        .toList(),
                loss(),
                context.tuning().rule(),
                name -> 1e-6,
                1);
    }

    /** The work of a training on some rows, judged on others. */
    Tuning.Work work(int[] fitting, int[] heldOut, double factor) {
        ToDoubleFunction<String> rates = rates();
        return new Tuning.Work(
                graph,
                data,
                loss(),
                this::targets,
                fitting,
                heldOut,
                job.labels(),
                name -> factor * rates.applyAsDouble(name),
                parts);
    }

    private Target targets(int[] rows) {
        int[] wanted = Arrays.stream(rows).map(row -> job.labels()[row]).toArray();
        float[][] taught = job.taught();
        return taught == null
                ? new Target.Labels(wanted)
                : new Target.Taught(
                        Arrays.stream(rows).mapToObj(row -> taught[row]).toArray(float[][]::new),
                        wanted);
    }

    private Loss loss() {
        TuneSettings settings = context.tuning();
        return job.taught() != null
                ? new Loss.Distillation(EncoderGraph.LOGITS, HEAT, TEACHERS_SHARE)
                : new Loss.CrossEntropy(
                        EncoderGraph.LOGITS,
                        settings.smoothing(),
                        settings.focus(),
                        labelWeights(settings));
    }

    /** Inversely as the root of a label's rows, with mean 1 over the rows; none if not wanted. */
    private float[] labelWeights(TuneSettings settings) {
        if (!settings.labelWeights()) {
            return new float[0];
        }
        double[] weights = new double[context.labels().size()];
        int fitting = job.fitting();
        for (int i = 0; i < fitting; i++) {
            weights[job.labels()[i]]++;
        }
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double rows = Math.max(1, weights[i]);
            weights[i] = 1 / Math.sqrt(rows);
            sum += weights[i] * rows;
        }
        float[] scaled = new float[weights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (weights[i] * fitting / sum);
        }
        return scaled;
    }

    private ToDoubleFunction<String> rates() {
        TuneSettings settings = context.tuning();
        return name -> {
            if (isHead(name)) {
                return settings.headRate();
            }
            String matrix =
                    name.endsWith(LowRank.DOWN) || name.endsWith(LowRank.UP)
                            ? name.substring(0, name.lastIndexOf('/'))
                            : name;
            int layer = layers.weights().getOrDefault(matrix, layers.count());
            return job.kind().rate(settings)
                    * Math.pow(settings.layerDecay(), layers.count() - layer);
        };
    }

    @Override
    public void close() {
        graph.close();
        data.close();
    }
}
