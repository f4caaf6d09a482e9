package io.kaiye.train;

import io.kaiye.base.Progress;
import io.kaiye.model.Base;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** An encoder learnt by contrast, and a logistic head on its embeddings. */
final class FewshotFit implements Fitted {
    /**
     * Of the head's penalty. What the search would choose is too weak here: the vectors of rows
     * that the encoder has learnt from lie too well.
     */
    private static final double STRENGTH_TIMES_ROWS = 0.1;

    private final TrainingContext context;
    private final Base base;
    private final Path folder;
    private final ProbeFit head;

    private FewshotFit(TrainingContext context, Base base, Path folder, ProbeFit head) {
        this.context = context;
        this.base = base;
        this.folder = folder;
        this.head = head;
    }

    /**
     * @param share of the time left that the encoder may take
     * @param folder for the encoder's file; needed as long as the result
     */
    static FewshotFit of(TrainingContext context, Base base, double share, Path folder) {
        Path file = folder.resolve("encoder-" + context.fitting().size() + ".onnx");
        double seconds = Math.max(1, share * context.timeLeft().seconds());
        Base learnt = new Contrast(context).learn(base, seconds, file);
        // Opened as a folder: the engine remembers what it has made of a base.
        Path opened = folder.resolve("encoder-" + context.fitting().size());
        ModelFolder.writeEncoder(opened, learnt);
        try (Model encoder = context.engine().open(opened)) {
            TextVectors vectors =
                    TextVectors.encode(
                            context.engine(), encoder, context.all(), context.progress());
            try (Progress.Task task =
                    context.progress().start("Fitting the head", 0, "iterations")) {
                ProbeFit head = ProbeFit.fit(context, learnt, vectors, STRENGTH_TIMES_ROWS, task);
                return new FewshotFit(context, base, folder, head);
            }
        }
    }

    @Override
    public float[][] heldOutScores() {
        return head.heldOutScores();
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>(head.settings());
        TuneSettings settings = context.tuning();
        all.putAll(settings.asMap());
        all.put("rate", TuneKind.CONTRAST.rate(settings));
        all.put("contrast", "all pairs of a batch, temperature " + Contrast.TEMPERATURE);
        all.put("rowsOfALabelTogether", ContrastBatches.FELLOWS);
        all.put("computedIn", TuneGraph.precision(context).name());
        return all;
    }

    /** Where rows are few, those held out are worth learning all anew. */
    @Override
    public ModelInfo write(Path target, double temperature, boolean refit) {
        return refit
                ? of(context.refit(), base, FewshotRecipe.REFIT_SHARE, folder)
                        .write(target, temperature, false)
                : head.write(target, temperature, false);
    }
}
