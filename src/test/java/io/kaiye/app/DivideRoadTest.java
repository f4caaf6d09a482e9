package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Near duplicates and divisions without leaks, as typed. */
class DivideRoadTest {
    @TempDir Path folder;
    private Program kaiye;

    @BeforeEach
    void importRows() throws IOException {
        kaiye = new Program(folder.resolve("home"));
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 40; i++) {
            String text = words(new SplittableRandom(i));
            String label = i % 2 == 0 ? "delivery" : "refund";
            rows.append(text).append(',').append(label).append('\n');
            rows.append(text).append(" ok,").append(label).append('\n');
        }
        Path file = Files.writeString(folder.resolve("rows.csv"), rows);
        assertEquals(0, kaiye.run("data", "import", "desk", "--train", file + "").exitCode());
    }

    @Test
    void aLeakIsRefusedAndMendedByRepair() {
        Ran refused = kaiye.run("data", "split", "desk");
        assertEquals(1, refused.exitCode());
        assertEquals("", refused.out());
        assertTrue(refused.err().contains("would leak"), refused.err());
        assertTrue(refused.err().contains("--repair"), refused.err());
        Ran mended = kaiye.run("data", "split", "desk", "--repair");
        assertEquals(0, mended.exitCode(), mended.err());
        assertTrue(mended.out().contains("train 64, valid 8, test 8"), mended.out());
        assertTrue(mended.out().matches("(?s).*moved \\d+ rows? from test to train.*"));
        assertTrue(mended.out().contains("desk means this one from now on"), mended.out());
        Ran profile = kaiye.run("data", "profile", "desk");
        assertTrue(
                profile.out().contains("32 rows of train repeat another of it, or nearly"),
                profile.out());
        assertFalse(profile.out().contains("a row of train"), profile.out());
    }

    @Test
    void foldsAreDatasetsOfTheirOwn() {
        JsonNode made =
                json("--json data split desk --by kfold --folds 4 --repair --seed 3".split(" "));
        assertEquals(4, made.path("versions").size());
        assertEquals("desk-fold1", made.path("versions").path(0).path("name").asText());
        Ran listed = kaiye.run("data", "list");
        assertTrue(listed.out().contains("desk-fold4@"), listed.out());
        assertTrue(listed.out().contains("train 60, test 20"), listed.out());
    }

    @Test
    void dedupeShowsCountsBeforeAndAfter() {
        Ran counted = kaiye.run("data", "dedupe", "desk", "--dry-run");
        assertTrue(counted.out().contains("40 rows of train nearly do"), counted.out());
        assertTrue(counted.out().contains("Only counted"), counted.out());
        JsonNode made = json("--json", "data", "dedupe", "desk");
        assertEquals(80, made.path("before").path("TRAIN").asInt());
        assertEquals(40, made.path("after").path("TRAIN").asInt());
        assertEquals("dedupe", made.path("version").path("making").path("step").asText());
        Ran again = kaiye.run("data", "dedupe", "desk");
        assertTrue(again.out().contains("Nothing is to be left out"), again.out());
    }

    private static String words(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            text.append(Long.toString(random.nextLong(1L << 31), 36)).append(' ');
        }
        return text + "parcel";
    }

    private JsonNode json(String... typed) {
        Ran ran = kaiye.run(typed);
        assertEquals(0, ran.exitCode(), ran.err());
        return Json.parse(ran.out(), JsonNode.class);
    }
}
