package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LabelErrorsTest {
    private static final Engine ENGINE = new Engine(2);
    private static final Heaps HEAPS = Heaps.of(4, 60, 0.5, 1);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void flippedLabelsComeFirstWithTheirOwnLabelAsTheLikelyOne() {
        List<Example> rows = new ArrayList<>(HEAPS.rows());
        Set<Integer> flipped = new TreeSet<>();
        for (int row = 3; row < rows.size(); row += 12) {
            flipped.add(row + 1);
            rows.set(row, new Example(rows.get(row).text(), "a"));
        }

        LabelErrors.Found found = errors(5).find(rows, List.of(), HEAPS.vectors());

        List<Suspect> first = found.suspects().subList(0, flipped.size());
        assertEquals(flipped, new TreeSet<>(first.stream().map(Suspect::row).toList()));
        assertTrue(first.stream().allMatch(one -> one.given().equals("a")));
        assertTrue(first.stream().allMatch(one -> one.likely().equals("d")), first.toString());
        assertTrue(first.stream().filter(Suspect::confident).count() >= flipped.size() / 4);
        assertEquals(flipped.size(), found.estimated(), flipped.size() / 2.0);
    }

    @Test
    void aSplitIsJudgedWithTheHelpOfOtherRows() {
        List<Example> judged = List.of(new Example("new", "b"), new Example("other", "a"));
        List<float[]> vectors = new ArrayList<>(List.of(HEAPS.vectors()[0], HEAPS.vectors()[4]));
        vectors.addAll(Arrays.asList(HEAPS.vectors()));

        LabelErrors.Found found =
                errors(5).find(judged, HEAPS.rows(), vectors.toArray(float[][]::new));

        assertEquals(2, found.rows());
        assertEquals(List.of(1), found.suspects().stream().map(Suspect::row).toList());
        assertEquals("a", found.suspects().getFirst().likely());
    }

    @Test
    void oneRowOfEachLabelIsTooFewToCrossValidate() {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rows.add(new Example("text " + i, "label " + i));
        }
        float[][] vectors = Arrays.copyOf(HEAPS.vectors(), rows.size());

        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> errors(5).find(rows, List.of(), vectors));

        assertEquals(ErrorCode.INVALID_DATA, refused.code());
        assertTrue(refused.getMessage().contains("12 rows of 12 labels"), refused.getMessage());
        rows.replaceAll(row -> row.label().equals("label 0") ? new Example("x", "label 1") : row);
        assertEquals(12, errors(5).find(rows, List.of(), vectors).rows());
    }

    @Test
    void theOnlyRowOfALabelIsNotCalledWrong() {
        List<Example> rows = new ArrayList<>(HEAPS.rows());
        rows.set(5, new Example("alone", "z"));

        LabelErrors.Found found = errors(5).find(rows, List.of(), HEAPS.vectors());

        assertTrue(found.suspects().stream().noneMatch(one -> one.given().equals("z")));
    }

    @Test
    void tooFewRowsAreRefused() {
        KaiyeException one =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                errors(5)
                                        .find(
                                                HEAPS.rows().subList(0, 9),
                                                List.of(),
                                                Arrays.copyOf(HEAPS.vectors(), 9)));

        assertEquals(ErrorCode.INVALID_DATA, one.code());
        assertThrows(KaiyeException.class, () -> errors(1));
    }

    @Test
    void fixesDropOrRelabelAndKeepTheOrder() {
        List<Example> rows =
                List.of(new Example("x", "a"), new Example("y", "b"), new Example("z", "a"));
        List<Suspect> suspects = List.of(new Suspect(2, "y", "b", "a", 0.1, 0.9, true));

        assertEquals(List.of(rows.get(0), rows.get(2)), LabelFix.of("drop").apply(rows, suspects));
        assertEquals(
                List.of(rows.get(0), new Example("y", "a"), rows.get(2)),
                LabelFix.of("RELABEL").apply(rows, suspects));
        assertThrows(KaiyeException.class, () -> LabelFix.of("mend"));
    }

    private static LabelErrors errors(int folds) {
        return new LabelErrors(ENGINE, folds, 7, Progress.silent());
    }
}
