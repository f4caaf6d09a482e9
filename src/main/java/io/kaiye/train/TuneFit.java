package io.kaiye.train;

import io.kaiye.autograd.Precision;
import io.kaiye.base.Sha256;
import io.kaiye.graph.EncoderLayers;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Tensor;
import io.kaiye.model.Base;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
                            checkpoint(context, job, graph.precision()),
                            context.resume());
            TuneCurve curve = tuning.run("Fine-tuning", context.progress());
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("base", base.name());
            all.put("baseHash", base.contentHash());
            all.put("pooling", base.pooling());
            all.putAll(settings.asMap());
            all.put("rate", job.kind().rate(settings));
            context.teacher().ifPresent(teacher -> all.putAll(teacher.asMap()));
            if (job.kind() == TuneKind.DISTIL) {
                all.put("studentLayers", EncoderLayers.of(job.whole()).count());
            }
            all.put("computedIn", graph.precision().name());
            all.put("curve", curve.points().stream().map(TuneCurve.Point::words).toList());
            return new TuneFit(context, job, Learnt.of(graph), tuning.scores(heldOut), all);
        }
    }

    private static @Nullable Checkpoint checkpoint(
            TrainingContext context, TuneJob job, Precision precision) {
        if (context.checkpoint().isEmpty()) {
            return null;
        }
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("data", rowsHash(context));
        identity.put("recipe", job.kind().word());
        identity.put("base", job.base().contentHash());
        identity.put("seed", String.valueOf(context.seed()));
        identity.put("computed in", precision.name());
        identity.put("threads", String.valueOf(context.engine().threads()));
        context.tuning()
                .asMap()
                .forEach((name, value) -> identity.put("setting " + name, String.valueOf(value)));
        context.teacher()
                .ifPresent(
                        teacher ->
                                teacher.asMap()
                                        .forEach(
                                                (name, value) ->
                                                        identity.put(name, String.valueOf(value))));
        return new Checkpoint(context.checkpoint().get(), identity);
    }

    private static String rowsHash(TrainingContext context) {
        StringBuilder all = new StringBuilder();
        context.all()
                .forEach(
                        row ->
                                all.append(row.text())
                                        .append('\0')
                                        .append(row.label())
                                        .append('\n'));
        all.append(context.fitting().size());
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
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
        Learnt last = refit ? refitted() : learnt;
        ModelInfo info =
                ModelFolder.writeTuned(
                        folder, job.base(), last.graph(), context.labels(), temperature);
        if (!last.adapter().isEmpty()) {
            AdapterFile.write(folder, last.adapter(), about());
        }
        return info;
    }

    private Map<String, String> about() {
        TuneSettings used = context.tuning();
        return Map.of(
                "base", job.base().name(),
                "base_sha256", job.base().contentHash(),
                "rank", String.valueOf(used.rank()),
                "factor", String.valueOf(used.alpha() / used.rank()));
    }

    /** One more pass, over all rows, at falling rates that begin lower. */
    private Learnt refitted() {
        TuneSettings last = context.tuning().withEpochs(REFIT_EPOCHS);
        boolean apart = !learnt.adapter().isEmpty();
        Graph begun = apart ? job.whole() : learnt.graph();
        try (TuneGraph graph = TuneGraph.open(context, job.from(begun))) {
            graph.graph().restore(learnt.adapter()); // updates stay those of the base
            int rows = job.rows().size();
            new Tuning(
                            graph.work(IntStream.range(0, rows).toArray(), new int[0], REFIT_RATE),
                            last,
                            context.seed() + 1,
                            () -> context.timeLeft().seconds() * 0.95,
                            null,
                            false)
                    .run("Fine-tuning on all rows", context.progress());
            return Learnt.of(graph);
        }
    }
}
