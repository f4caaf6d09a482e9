package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a cleaned table to new rows that are cleaned like it. */
class CleanRoadTest {
    @TempDir Path folder;
    private Program kaiye;

    @BeforeEach
    void home() {
        kaiye = new Program(folder.resolve("home"));
    }

    @Test
    void newRowsAreCleanedLikeAVersion() throws Exception {
        imported("old", "age,town\n1,x\n,y\n3,x\n");
        Path plan =
                Files.writeString(
                        folder.resolve("plan.yaml"),
                        """
                        steps:
                          - missing: {columns: [age], method: mean}
                          - encode: {columns: [town], method: ordinal}
                        """);
        JsonNode cleaned = kaiye.json("data", "clean", "old", "--plan", plan.toString());
        imported("new", "age,town\n,z\n9,y\n");

        Ran tried = kaiye.run("data", "clean", "new", "--like", "old", "--dry-run");
        assertTrue(tried.out().contains("step 2: 1 row has a value of town"), tried.out());
        JsonNode like = kaiye.json("data", "clean", "new", "--like", "old");
        assertEquals(
                cleaned.at("/version/id").asText(),
                like.at("/version/making/recipe/like").asText().replace("old@", ""));
        Path out = folder.resolve("out.csv");
        kaiye.json("data", "export", "new", out.toString(), "--split", "train");
        assertEquals("age,town\n2.0,\n9.0,1\n", Files.readString(out));
        String lineage = kaiye.run("data", "lineage", "new").out();
        assertTrue(lineage.contains("with what was fitted for old@"), lineage);
    }

    @Test
    void thePlanComesFromAFileOrFromAVersion() throws Exception {
        imported("old", "age,town\n1,x\n");
        assertEquals(2, kaiye.run("data", "clean", "old").exitCode());
        Ran both = kaiye.run("data", "clean", "old", "--plan", "a.yaml", "--like", "old");
        assertEquals(2, both.exitCode());
        assertTrue(both.err().contains("--like"), both.err());
    }

    private void imported(String name, String rows) throws Exception {
        Path file = Files.writeString(folder.resolve(name + ".csv"), rows);
        kaiye.json("data", "import", name, "--table", file.toString());
    }
}
