package io.kaiye.train;

import io.kaiye.graph.EncoderLayers;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Tensor;
import io.kaiye.model.AdapterFile;
import io.kaiye.model.Base;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** An encoder and its head, learnt together. */
final class TuneFit implements Fitted {
    /** Passes over all rows, the held-out ones too, that a refit makes. */
    static final double REFIT_EPOCHS = 1;

    /** The rates of the refit, as a share of those before. */
    static final double REFIT_RATE = 0.3;

    private final TrainingContext context;
    private final TuneJob job;
    private final Learnt learnt;
    private final float[][] heldOutScores;
    private final Map<String, Object> settings;

    /**
     * What came out.
     *
     * @param adapter low-rank updates and head; empty if all was learnt
     */
    private record Learnt(Graph graph, Map<String, Tensor> adapter) {
        static Learnt of(TuneGraph tuned) {
            return new Learnt(tuned.learnt(), tuned.adapter());
        }
    }

    private TuneFit(
            TrainingContext context,
            TuneJob job,
            Learnt learnt,
            float[][] heldOutScores,
            Map<String, Object> settings) {
        this.context = context;
        this.job = job;
        this.learnt = learnt;
        this.heldOutScores = heldOutScores;
        this.settings = settings;
    }

    /** As many models as the settings want, joined. */
    static Fitted learn(TrainingContext context, TuneJob job) {
        return context.tuning().seeds() > 1 ? SeedsFit.of(context, job) : of(context, job);
    }

    static TuneFit of(TrainingContext context, TuneJob job) {
        Base base = job.base();
        TuneSettings settings = context.tuning();
        try (TuneGraph graph = TuneGraph.open(context, job)) {
            int fitting = job.fitting();
            int[] heldOut = IntStream.range(fitting, fitting + job.heldOut()).toArray();
            Tuning tuning =
                    new Tuning(
                            graph.work(job.learntRows(), heldOut, 1),
                            settings,
                            context.seed(),
                            () -> context.timeLeft().seconds() * 0.9,
                            Checkpoint.of(context, job.kind(), base, graph.precision()),
                            context.progress());
            TuneCurve curve = tuning.run("Fine-tuning");
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("base", base.name());
            all.put("baseHash", base.contentHash());
            all.put("pooling", base.pooling());
            all.putAll(settings.asMap());
            all.put("rate", job.kind().rate(settings));
            all.put("interpolate", tuning.isInterpolated() ? settings.interpolate() : 1.0);
            context.teacher().ifPresent(teacher -> all.putAll(teacher.asMap()));
            if (job.kind() == TuneKind.DISTIL) {
                all.put("studentLayers", EncoderLayers.of(job.whole()).count());
            }
            all.put("computedIn", graph.precision().name());
            all.put(TuneCurve.SETTING, curve.asData());
            return new TuneFit(context, job, Learnt.of(graph), tuning.heldOutScores(), all);
        }
    }

    @Override
    public float[][] heldOutScores() {
        return heldOutScores;
    }

    @Override
    public Map<String, Object> settings() {
        return settings;
    }

    @Override
    public ModelInfo write(Path folder, double temperature, boolean refit) {
        Learnt last = last(refit);
        if (context.apart() && !last.adapter().isEmpty()) {
            context.bases().keep(job.base());
            return ModelFolder.writeAdapter(
                    folder, job.base(), adapter(last), context.labels(), temperature);
        }
        ModelInfo info =
                ModelFolder.writeTuned(
                        folder, job.base(), last.graph(), context.labels(), temperature);
        if (!last.adapter().isEmpty()) {
            AdapterFile.write(folder, job.base(), adapter(last), temperature);
        }
        return info;
    }

    private Learnt last(boolean refit) {
        return refit ? refitted() : learnt;
    }

    /** Encoder and head, low-rank updates merged; with a refit, after one more pass. */
    Graph graph(boolean refit) {
        return last(refit).graph();
    }

    private AdapterFile.Learnt adapter(Learnt last) {
        TuneSettings used = context.tuning();
        return new AdapterFile.Learnt(last.adapter(), used.rank(), used.alpha() / used.rank());
    }

    /** One more pass, over all rows, at falling rates that begin lower. */
    private Learnt refitted() {
        TuneSettings last = context.tuning().with(REFIT_EPOCHS, context.tuning().rate(), 1);
        boolean apart = !learnt.adapter().isEmpty();
        Graph begun = apart ? job.whole() : learnt.graph();
        try (TuneGraph graph = TuneGraph.open(context.withoutNotes(), job.from(begun))) {
            graph.graph().restore(learnt.adapter()); // updates stay those of the base
            int rows = job.rows().size();
            new Tuning(
                            graph.work(IntStream.range(0, rows).toArray(), new int[0], REFIT_RATE),
                            last,
                            context.seed() + 1,
                            () -> context.timeLeft().seconds() * 0.95,
                            null,
                            context.progress())
                    .run("Fine-tuning on all rows");
            return Learnt.of(graph);
        }
    }
}
