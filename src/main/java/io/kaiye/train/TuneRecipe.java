package io.kaiye.train;

import io.kaiye.model.Base;

/** Fine-tuning: encoder and head learn together. Leaves as one ONNX graph, like the base. */
final class TuneRecipe implements Recipe {
    private final TuneKind kind;

    TuneRecipe(TuneKind kind) {
        this.kind = kind;
    }

    @Override
    public String name() {
        return kind.word();
    }

    @Override
    public int order() {
        return kind.order();
    }

    /** Low-rank updates take as long as learning all and gain less: they are for small files. */
    @Override
    public boolean onLadder() {
        return kind == TuneKind.ALL;
    }

    @Override
    public Estimate estimate(TrainingContext open) {
        TrainingContext context = open.suited(kind);
        Base base = base(context);
        TuneTiming.Speed speed =
                TuneTiming.measure(context, sample -> TuneJob.of(sample, kind, base));
        int seeds = context.tuning().seeds();
        double all = seeds * speed.seconds(context, context.tuning().epochs());
        double least = seeds * speed.seconds(context, Math.min(1, context.tuning().epochs()));
        return context.estimateShortened(all, least, speed.words());
    }

    @Override
    public Fitted fit(TrainingContext context) {
        TrainingContext suited = context.suited(kind);
        return TuneFit.learn(suited, TuneJob.of(suited, kind, base(context)));
    }

    @Override
    public void close() {}

    private static Base base(TrainingContext context) {
        return context.bases().open(context.base().orElse(ProbeRecipe.baseFor(context.language())));
    }
}
