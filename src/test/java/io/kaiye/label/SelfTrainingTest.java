package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SelfTrainingTest {
    private static final Engine ENGINE = new Engine(2);
    private static final Heaps KNOWN = Heaps.of(3, 60, 0.5, 1);
    private static final Heaps OPEN = Heaps.of(3, 20, 0.5, 2);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void onlyTextsThatAreSureGetALabel() {
        List<float[]> vectors = new ArrayList<>(Arrays.asList(KNOWN.vectors()));
        vectors.addAll(Arrays.asList(OPEN.vectors()));
        float[] between = new float[16];
        between[0] = 1;
        between[1] = 1;
        vectors.add(Space.unit(between));
        List<String> texts = new ArrayList<>(OPEN.rows().stream().map(Example::text).toList());
        texts.add("between");

        SelfTraining.Spread spread =
                training(0.9).spread(KNOWN.rows(), texts, vectors.toArray(float[][]::new));

        assertTrue(spread.added().size() > 40, spread.added().size() + " of 60");
        assertTrue(spread.added().stream().noneMatch(row -> row.text().equals("between")));
        assertTrue(OPEN.rows().containsAll(spread.added()));
        assertTrue(spread.confidences().stream().allMatch(c -> c >= 0.9));
        assertTrue(spread.trainShare() > 0.7 && spread.trainRight() > 0.95, spread.toString());
        assertEquals(spread.added().size(), spread.confidences().size());
    }

    @Test
    void aFloorThatIsNoConfidenceIsRefused() {
        assertThrows(KaiyeException.class, () -> training(0));
        assertThrows(KaiyeException.class, () -> training(1.1));
    }

    private static SelfTraining training(double floor) {
        return new SelfTraining(ENGINE, floor, 3, 7, Progress.silent());
    }
}
