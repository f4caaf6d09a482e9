package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFeaturesTest {
    private static final FeatureSettings SETTINGS =
            new FeatureSettings(1, 0, 0, 1, true, 1, 200_000);

    @Test
    void aFeatureWeighsItsRarityTimesTheLogarithmOfItsCount() {
        TextFeatures features = features("cat dog bird", 2f, 1f, 3f);
        Input vector = features.vector("dog cat cat cat mouse");
        double cat = 2 * (1 + Math.log(3));
        double length = Math.hypot(cat, 1);
        assertArrayEquals(new int[] {1, 0}, vector.tokens());
        assertEquals(1 / length, vector.weights()[0], 1e-6);
        assertEquals(cat / length, vector.weights()[1], 1e-6);
        assertEquals(5, vector.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "unknown words only", "未知", "👾👾"})
    void nothingKnownIsAnEmptyVector(String text) {
        Input vector = features("🎉 cat 猫", 1f, 1f, 1f).vector(text);
        assertEquals(0, vector.tokens().length);
        assertEquals(0, vector.weights().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAT", "a cat!", "猫", "🎉", "🎉🎉🎉", "cat 猫 🎉"})
    void everyVectorHasLengthOne(String text) {
        double squares = 0;
        for (float value : features("🎉 cat 猫", 1f, 2f, 3f).vector(text).weights()) {
            squares += value * value;
        }
        assertEquals(1, squares, 1e-6);
    }

    @Test
    void aMegabyteIsCutAndServed() {
        Input vector = features("🎉 cat 猫", 1f, 2f, 3f).vector("cat ".repeat(250_000));
        assertEquals(true, vector.truncated());
        assertArrayEquals(new int[] {1}, vector.tokens());
    }

    @Test
    void aVocabularyThatContradictsItselfIsCorrupt() {
        assertCorrupt(new long[] {16, 16}, 1f, 1f);
        assertCorrupt(new long[] {16, 0}, 1f, 1f);
        assertCorrupt(new long[] {16, 32}, 1f, Float.NaN);
        assertCorrupt(new long[] {16, 32}, 1f, -1f);
    }

    @Test
    void settingsOutsideTheirBoundsAreNamed() {
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () -> new FeatureSettings(9, 0, 0, 0, false, 1, 1000));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
        assertEquals("The feature setting wordGrams is 9; accepted: 0 to 3.", refusal.getMessage());
        assertThrows(KaiyeException.class, () -> new FeatureSettings(0, 0, 0, 0, false, 1, 1000));
        assertThrows(KaiyeException.class, () -> new FeatureSettings(1, 3, 2, 0, false, 1, 1000));
        assertThrows(
                KaiyeException.class,
                () -> new FeatureSettings(1, 2, 3, 0, false, Float.NaN, 1000));
        assertThrows(KaiyeException.class, () -> new FeatureSettings(1, 2, 3, 0, false, 1, 0));
    }

    private static void assertCorrupt(long[] grams, float... weights) {
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class, () -> new TextFeatures(SETTINGS, grams, weights));
        assertEquals(ErrorCode.CORRUPT_FILE, refusal.code());
    }

    private static TextFeatures features(String vocabulary, float... weights) {
        GramReader reader = new GramReader(SETTINGS);
        reader.read(vocabulary);
        long[] grams = new long[reader.size()];
        for (int i = 0; i < grams.length; i++) {
            grams[i] = reader.gram(i);
        }
        return new TextFeatures(SETTINGS, grams, weights);
    }
}
