package io.kaiye.train;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.model.FeatureSettings;
import io.kaiye.model.GramReader;
import io.kaiye.model.LinearModel;
import io.kaiye.model.TextFeatures;
import java.util.ArrayList;
import java.util.List;

/**
 * Which settings are worth trying for some texts, the most promising first, all within the memory
 * of this process. Where texts are too many, plans count less of each: first no pieces of words,
 * then no runs of words, in the end only the beginning of each text.
 */
final class LinearPlans {
    /** With fewer features than these a model would be worthless. */
    private static final int FEATURES_MIN = 2_000;

    /** Longer texts, in characters on average, gain nothing from pieces of words. */
    private static final int PIECES_CHARACTERS_MAX = 400;

    /** With fewer gram occurrences than these, grams seen once are kept too. */
    private static final long RARE_KEPT_VALUES_MAX = 1_500_000;

    /** With more labels than these, features are not weighed by labels: no gain was measured. */
    private static final int LABELS_WEIGHING_MAX = 4;

    private static final int SAMPLE_ROWS = 300;
    private static final int BYTES_PER_VALUE = 32;
    private static final float CHAR_WEIGHT = 0.5f;

    private final List<String> texts;
    private final int labels;
    private final long valuesMax;
    private final long weightBytesMax;

    /**
     * @param memoryBytes what the heap may grow to
     */
    LinearPlans(List<String> texts, int labels, long memoryBytes) {
        this.texts = texts;
        this.labels = labels;
        this.valuesMax = memoryBytes / BYTES_PER_VALUE;
        this.weightBytesMax = Math.min(LinearModel.WEIGHT_BYTES_MAX, memoryBytes / 8);
    }

    /**
     * The plans for a language, at least one.
     *
     * @throws KaiyeException TOO_LARGE if the labels are too many for the memory
     */
    List<LinearSettings> plans(String language) {
        int featuresMax = featuresMax();
        boolean few = labels <= LABELS_WEIGHING_MAX;
        List<LinearSettings> plans = new ArrayList<>();
        for (FeatureSettings features : featurePlans(language)) {
            long values = values(features);
            if (values <= valuesMax) {
                int minRows = values <= RARE_KEPT_VALUES_MAX ? 1 : 2;
                plans.add(new LinearSettings(features, minRows, featuresMax, few, 1));
            }
        }
        if (plans.isEmpty()) {
            plans.add(new LinearSettings(shortened(), 2, featuresMax, few, 1));
        }
        return plans;
    }

    /** Settings under which everything that any of the plans counts is counted. */
    static FeatureSettings union(List<LinearSettings> plans) {
        FeatureSettings all = plans.getFirst().features();
        for (LinearSettings plan : plans) {
            FeatureSettings one = plan.features();
            boolean pieces = one.charGramsMax() > all.charGramsMax();
            all =
                    new FeatureSettings(
                            Math.max(all.wordGrams(), one.wordGrams()),
                            pieces ? one.charGramsMin() : all.charGramsMin(),
                            pieces ? one.charGramsMax() : all.charGramsMax(),
                            Math.max(all.hanGrams(), one.hanGrams()),
                            all.signs() || one.signs(),
                            all.charWeight(),
                            all.textCharactersMax());
        }
        return all;
    }

    private List<FeatureSettings> featurePlans(String language) {
        boolean pieces = meanCharacters() <= PIECES_CHARACTERS_MAX;
        return switch (language) {
            case "zh" -> List.of(features(1, 0, 3, true), features(1, 0, 2, true));
            case "mixed" ->
                    pieces
                            ? List.of(features(2, 5, 3, true), features(2, 0, 3, true))
                            : List.of(features(2, 0, 3, true), features(1, 0, 2, true));
            default ->
                    pieces
                            ? List.of(features(2, 5, 2, false), features(2, 0, 2, false))
                            : List.of(features(2, 0, 2, false), features(1, 0, 1, false));
        };
    }

    private static FeatureSettings features(int words, int pieces, int han, boolean signs) {
        return new FeatureSettings(
                words,
                pieces == 0 ? 0 : 2,
                pieces,
                han,
                signs,
                CHAR_WEIGHT,
                FeatureSettings.TEXT_CHARACTERS_MAX);
    }

    /** The leanest plan, with as much of each text as fits. */
    private FeatureSettings shortened() {
        FeatureSettings leanest = features(1, 0, 1, false);
        int characters = leanest.textCharactersMax();
        while (characters > 1 && values(leanest.withTextCharactersMax(characters)) > valuesMax) {
            characters /= 2;
        }
        return leanest.withTextCharactersMax(characters);
    }

    private double meanCharacters() {
        return sample().stream().mapToInt(String::length).average().orElse(0);
    }

    /** About how many different grams all texts hold, text by text. */
    private long values(FeatureSettings features) {
        GramReader reader = new GramReader(features);
        List<String> sample = sample();
        long found = 0;
        for (String text : sample) {
            found += reader.read(text);
        }
        return sample.isEmpty() ? 0 : found * texts.size() / sample.size();
    }

    private List<String> sample() {
        int step = Math.max(1, texts.size() / SAMPLE_ROWS);
        List<String> sample = new ArrayList<>();
        for (int i = 0; i < texts.size(); i += step) {
            sample.add(texts.get(i));
        }
        return sample;
    }

    private int featuresMax() {
        long perFeature = (long) LinearModel.columns(labels) * Float.BYTES;
        long most = Math.min(TextFeatures.FEATURES_MAX, weightBytesMax / perFeature);
        if (labels > TrainingChecks.LABELS_MAX || most < FEATURES_MIN) {
            throw new KaiyeException(
                    ErrorCode.TOO_LARGE,
                    labels
                            + " labels are too many for a linear model here: accepted are "
                            + Math.min(
                                    TrainingChecks.LABELS_MAX,
                                    weightBytesMax / Float.BYTES / FEATURES_MIN)
                            + " with this memory ("
                            + weightBytesMax / (1 << 20)
                            + " MB for weights). Merge labels that mean the same, check that"
                            + " --label names the right column, or give Java more memory with"
                            + " JAVA_TOOL_OPTIONS=-Xmx8g");
        }
        return (int) most;
    }
}
