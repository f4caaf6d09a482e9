package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerivedTextTest {
    private Desk desk;
    private DatasetVersion parent;

    @BeforeEach
    void importRows(@TempDir Path folder) throws IOException {
        desk = new Desk(folder);
        parent =
                desk.split(
                        desk.file(
                                "rows.csv",
                                "text,label\none,a\ntwo,b\nthree,a\nfour,b\nfive,a\nsix,b\n"));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void madeRowsAreAVersionThatSaysWhatItWasMadeFrom() {
        DatasetVersion made = keep("clean", Map.of("steps", 1), rows("one", "two"));

        assertEquals(2, made.rows(SplitName.TRAIN));
        assertEquals(0, made.rows(SplitName.TEST));
        Making making = made.making().orElseThrow();
        assertEquals(List.of(parent.fullReference()), making.parents());
        assertEquals(parent.rows(), making.rowsIn());
        assertEquals("tester", making.who());
        assertEquals(made, desk.datasets.find("desk"));
        assertEquals(rows("one", "two"), desk.datasets.load("desk").train());
    }

    @Test
    void theSameStepOnTheSameRowsIsTheSameVersion() {
        DatasetVersion once = keep("clean", Map.of("steps", 1), rows("one", "two"));

        assertEquals(once, keep("clean", Map.of("steps", 1), rows("one", "two")));
        assertNotEquals(once.id(), keep("clean", Map.of("steps", 2), rows("one", "two")).id());
        assertEquals(3, desk.datasets.list().size());
    }

    @Test
    void nothingIsStoredWhereNothingIsLeft() {
        KaiyeException none =
                assertThrows(KaiyeException.class, () -> keep("clean", Map.of(), List.of()));

        assertEquals(ErrorCode.INVALID_DATA, none.code());
        assertEquals(List.of(parent), desk.datasets.list());
    }

    private DatasetVersion keep(String step, Map<String, Object> recipe, List<Example> train) {
        return desk.datasets.keep(
                Derivation.of(parent, step, recipe), Map.of(SplitName.TRAIN, train));
    }

    private static List<Example> rows(String first, String second) {
        return List.of(new Example(first, "a"), new Example(second, "b"));
    }
}
