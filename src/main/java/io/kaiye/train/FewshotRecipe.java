package io.kaiye.train;

import io.kaiye.base.AtomicFiles;
import io.kaiye.model.Base;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * For few rows: the encoder learns by contrast, which makes many pairs of them, then a logistic
 * head is fitted. Leaves as one ONNX graph.
 */
final class FewshotRecipe implements Recipe {
    /** More rows of a label than this, on average, and fine-tuning is better. */
    static final int ROWS_OF_A_LABEL_MAX = 64;

    /** Of the time left, what the encoder may take before the held-out rows join in, and then. */
    private static final double FIT_SHARE = 0.45;

    static final double REFIT_SHARE = 0.9;

    private @Nullable Path folder;

    @Override
    public String name() {
        return TuneKind.CONTRAST.word();
    }

    @Override
    public int order() {
        return TuneKind.CONTRAST.order();
    }

    @Override
    public Estimate estimate(TrainingContext open) {
        TrainingContext context = open.suited(TuneKind.CONTRAST);
        double rows = (double) context.fitting().size() / context.labels().size();
        if (rows > ROWS_OF_A_LABEL_MAX) {
            return Estimate.impossible(
                    String.format(
                            Locale.ROOT,
                            "it is for at most %d rows a label, and there are %.0f; tune makes"
                                    + " more of so many",
                            ROWS_OF_A_LABEL_MAX,
                            rows));
        }
        Base base = base(context);
        TuneTiming.Speed speed =
                TuneTiming.measure(context, sample -> TuneJob.of(sample, TuneKind.CONTRAST, base));
        double epochs = context.tuning().epochs();
        return context.estimateShortened(
                2 * speed.seconds(context, epochs),
                2 * speed.seconds(context, Math.min(1, epochs)),
                speed.words());
    }

    @Override
    public Fitted fit(TrainingContext open) {
        TrainingContext context = open.suited(TuneKind.CONTRAST);
        Path files = context.workFolder().resolve("fewshot");
        folder = files;
        try {
            Files.createDirectories(files);
        } catch (IOException e) {
            throw AtomicFiles.failure(files, e);
        }
        return FewshotFit.of(context, base(context), FIT_SHARE, files);
    }

    @Override
    public void close() {
        if (folder != null) {
            ModelFolders.delete(folder);
            folder = null;
        }
    }

    /** The bundled encoder that needs the fewest rows, by language; docs/recipes.md has figures. */
    private static String baseFor(String language) {
        return switch (language) {
            case "zh", "mixed" -> ProbeRecipe.baseFor(language);
            default -> "all-MiniLM-L6-v2";
        };
    }

    private static Base base(TrainingContext context) {
        return context.bases().open(context.base().orElse(baseFor(context.language())));
    }
}
