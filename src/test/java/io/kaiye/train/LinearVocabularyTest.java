package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Progress;
import io.kaiye.model.FeatureSettings;
import io.kaiye.model.Input;
import io.kaiye.model.TextFeatures;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearVocabularyTest {
    private static final List<String> TEXTS =
            List.of("the cat sat", "the dog sat sat", "the bird 鸟儿 flew", "", "THE cat!");
    private static final int[] TRUTH = {0, 1, 1, 0, 0};
    private static final int[] ALL = {0, 1, 2, 3, 4};
    private static final FeatureSettings FEATURES =
            new FeatureSettings(2, 2, 3, 2, false, 0.5f, 1000);

    @Test
    void rowsOfTheMatrixAreTheVectorsThatAreServed() {
        for (boolean labelWeights : new boolean[] {false, true}) {
            LinearVocabulary vocabulary = vocabulary(1, 1000, labelWeights, ALL);
            LinearMatrix matrix = vocabulary.matrix(ALL);
            TextFeatures features = vocabulary.features();
            for (int row : ALL) {
                Input served = features.vector(TEXTS.get(row));
                int from = matrix.start(row);
                int to = matrix.start(row + 1);
                assertArrayEquals(served.tokens(), Arrays.copyOfRange(matrix.indexes(), from, to));
                assertArrayEquals(served.weights(), Arrays.copyOfRange(matrix.values(), from, to));
            }
        }
    }

    @Test
    void rareGramsAreLeftOutAndTheMostFrequentComeFirst() {
        int all = vocabulary(1, 1000, false, ALL).size();
        int common = vocabulary(2, 1000, false, ALL).size();
        assertTrue(common > 0 && common < all);
        LinearVocabulary three = vocabulary(1, 3, false, ALL);
        assertEquals(3, three.size());
        assertEquals(0, three.features().vector("unseen zzz").tokens().length);
        assertEquals(3, three.features().vector("the").tokens().length);
    }

    @Test
    void rowsThatWereNotGivenLeaveNoTrace() {
        LinearVocabulary some = vocabulary(1, 1000, false, new int[] {0, 1});
        assertEquals(0, some.features().vector("鸟儿").tokens().length);
        assertEquals(4, some.matrix(ALL).rows() - 1);
    }

    @Test
    void whatTellsLabelsApartWeighsMore() {
        LinearVocabulary plain = vocabulary(1, 1000, false, ALL);
        LinearVocabulary weighed = vocabulary(1, 1000, true, ALL);
        // "cat" is only ever seen with label 0, "the" with both.
        assertTrue(share(weighed, "the cat", "cat") > share(plain, "the cat", "cat"));
    }

    @Test
    void aScatteredReadingMissesNoRow() {
        for (int rows : new int[] {1, 2, 127, 128, 129, 1000}) {
            List<String> texts = new java.util.ArrayList<>();
            for (int i = 0; i < rows; i++) {
                texts.add("word" + i);
            }
            LinearCorpus corpus = corpus(texts);
            assertEquals(rows, corpus.rows());
            for (int row = 0; row < rows; row++) {
                assertTrue(corpus.ids(row).length > 0);
            }
        }
    }

    /** The squared share of one word in the vector of a text. */
    private static double share(LinearVocabulary vocabulary, String text, String word) {
        Input whole = vocabulary.features().vector(text);
        int[] part = vocabulary.features().vector(word).tokens();
        double share = 0;
        for (int i = 0; i < whole.tokens().length; i++) {
            int index = whole.tokens()[i];
            if (Arrays.stream(part).anyMatch(one -> one == index)) {
                share += whole.weights()[i] * whole.weights()[i];
            }
        }
        return share;
    }

    private static LinearVocabulary vocabulary(
            int minRows, int featuresMax, boolean labelWeights, int[] rows) {
        LinearSettings settings =
                new LinearSettings(FEATURES, minRows, featuresMax, labelWeights, 1);
        return new LinearVocabulary(corpus(TEXTS), settings, rows, TRUTH, 2);
    }

    private static LinearCorpus corpus(List<String> texts) {
        try (Progress.Task task = Progress.silent().start("Reading", 0, "texts")) {
            return LinearCorpus.read(texts, FEATURES, Runnable::run, task);
        }
    }
}
