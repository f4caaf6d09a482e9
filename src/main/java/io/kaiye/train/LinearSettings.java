package io.kaiye.train;

import io.kaiye.model.FeatureSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that decides a linear model apart from its rows.
 *
 * @param minRows a gram found in fewer rows is no feature
 * @param featuresMax at most so many features, the most frequent ones
 * @param labelWeights true if features that tell labels apart weigh more, see {@link
 *     LinearVocabulary}
 * @param cost C of the support vector machine: what a mistake costs against large weights
 */
record LinearSettings(
        FeatureSettings features, int minRows, int featuresMax, boolean labelWeights, double cost) {

    LinearSettings withCost(double newCost) {
        return new LinearSettings(features, minRows, featuresMax, labelWeights, newCost);
    }

    LinearSettings withLabelWeights(boolean wanted) {
        return new LinearSettings(features, minRows, featuresMax, wanted, cost);
    }

    LinearSettings withMinRows(int rows) {
        return new LinearSettings(features, rows, featuresMax, labelWeights, cost);
    }

    /** For reports and provenance. */
    Map<String, Object> described() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("wordGrams", features.wordGrams());
        if (features.charGramsMax() > 0) {
            settings.put("charGrams", features.charGramsMin() + "-" + features.charGramsMax());
            settings.put("charWeight", (double) features.charWeight());
        }
        settings.put("hanGrams", features.hanGrams());
        settings.put("signs", features.signs());
        settings.put("textCharactersMax", features.textCharactersMax());
        settings.put("minRows", minRows);
        settings.put("labelWeights", labelWeights);
        settings.put("loss", "squared hinge, one against the rest");
        settings.put("C", cost);
        settings.put("tolerance", LinearClassifiers.TOLERANCE);
        settings.put("passesMax", LinearClassifiers.PASSES_MAX);
        return settings;
    }
}
