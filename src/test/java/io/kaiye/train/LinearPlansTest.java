package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.model.FeatureSettings;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearPlansTest {
    private static final long GIGABYTE = 1L << 30;

    @Test
    void shortEnglishIsTriedWithPiecesOfWordsLongEnglishWithout() {
        assertEquals(
                5, plans(texts(100, 8), 3, GIGABYTE, "en").getFirst().features().charGramsMax());
        plans(texts(100, 500), 3, GIGABYTE, "en")
                .forEach(plan -> assertEquals(0, plan.features().charGramsMax()));
    }

    @Test
    void chineseIsCountedByCharacters() {
        FeatureSettings features = plans(texts(100, 8), 3, GIGABYTE, "zh").getFirst().features();
        assertEquals(3, features.hanGrams());
        assertEquals(1, features.wordGrams());
    }

    @Test
    void aCorpusBeyondTheMemoryIsReadOnlyInPart() {
        List<LinearSettings> plans = plans(texts(20_000, 400), 3, 64 << 20, "en");
        assertEquals(1, plans.size());
        FeatureSettings features = plans.getFirst().features();
        assertEquals(1, features.wordGrams());
        assertTrue(features.textCharactersMax() < FeatureSettings.TEXT_CHARACTERS_MAX);
        assertTrue(features.textCharactersMax() > 100);
    }

    @Test
    void manyLabelsLeaveRoomForFewerFeaturesAndThenAreRefused() {
        int few = plans(texts(10, 8), 77, GIGABYTE, "en").getFirst().featuresMax();
        int many = plans(texts(10, 8), 10_000, GIGABYTE, "en").getFirst().featuresMax();
        assertTrue(many < few);
        assertEquals(GIGABYTE / 8 / 4 / 10_000, many);
        assertThrows(KaiyeException.class, () -> plans(texts(10, 8), 17_000, GIGABYTE, "en"));
    }

    @Test
    void theUnionCountsWhatEveryPlanCounts() {
        List<LinearSettings> plans = plans(texts(100, 8), 3, GIGABYTE, "mixed");
        FeatureSettings union = LinearPlans.union(plans);
        for (LinearSettings plan : plans) {
            for (int kind = 0; kind < 13; kind++) {
                assertTrue(union.counts(kind) || !plan.features().counts(kind));
            }
        }
        assertFalse(union.counts(2));
    }

    private static List<LinearSettings> plans(
            List<String> texts, int labels, long memory, String language) {
        return new LinearPlans(texts, labels, memory).plans(language);
    }

    private static List<String> texts(int rows, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append("word").append(i).append(' ');
        }
        return Collections.nCopies(rows, text.toString());
    }
}
