package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public tables, where there are any. */
class CleanRealDataTest {
    private static final Path FOLDER =
            Path.of(System.getenv().getOrDefault("KAIYE_DATASETS", "datasets"));

    private CleanDesk desk;

    @BeforeEach
    void open(@TempDir Path folder) {
        desk = new CleanDesk(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void thePassengersOfTheTitanicAreCleanedByTheExample() throws IOException {
        if (!imported("titanic/train.csv", "titanic/test.csv", "Name", "Survived")) {
            return;
        }
        CleanOutcome outcome =
                desk.desk.datasets.clean(
                        "desk",
                        CleanPlan.read(Path.of("examples/clean.yaml")),
                        "desk",
                        Progress.silent());

        assertEquals(Map.of("fill", Map.of("Age", 28.0)), CleanDesk.fitted(outcome, 3));
        assertEquals(new StepCounts(891, 891, 177), CleanDesk.counts(outcome, 3));
        assertEquals(86, CleanDesk.counts(outcome, 3, SplitName.TEST).valuesChanged());
        assertEquals(Map.of("fill", Map.of("Embarked", "S")), CleanDesk.fitted(outcome, 4));
        assertEquals(new StepCounts(891, 891, 2), CleanDesk.counts(outcome, 4));
        assertEquals(1, CleanDesk.counts(outcome, 5, SplitName.TEST).valuesChanged());
        // quartiles 7.9104 and 31, as pandas has them
        JsonNode bounds = Json.parse(Json.line(CleanDesk.fitted(outcome, 6)), JsonNode.class);
        assertEquals(31 + 1.5 * (31 - 7.9104), bounds.at("/bounds/Fare/high").asDouble(), 1e-9);
        assertEquals(116, CleanDesk.counts(outcome, 6).valuesChanged());
        List<String> columns =
                outcome.version().columns().orElseThrow().stream().map(Column::name).toList();
        assertTrue(columns.containsAll(List.of("Sex=female", "Sex=male", "Embarked=C")));
        assertFalse(columns.contains("Sex"));
        assertEquals(891, outcome.version().rows(SplitName.TRAIN));
        assertEquals(418, outcome.version().rows(SplitName.TEST));
    }

    @Test
    void questionMarksOfTheCensusAreMissingValues() throws IOException {
        if (!imported("adult/train.csv.gz", "adult/test.csv.gz", "occupation", "label")) {
            return;
        }
        CleanOutcome outcome =
                desk.clean(
                        "missing: {columns: [workclass, occupation], method: mode}",
                        "duplicates: {}",
                        "outliers: {columns: [capital_gain], method: z-score, action: cap}",
                        "scale: {columns: [age], method: min-max}",
                        "encode: {columns: [workclass], method: one-hot}");

        assertEquals(1836 + 1843, CleanDesk.counts(outcome, 1).valuesChanged());
        assertEquals(32561, CleanDesk.counts(outcome, 2).rowsIn());
        assertTrue(CleanDesk.counts(outcome, 2).rowsOut() < 32561);
        assertEquals(
                Map.of("divide", 73.0, "subtract", 17.0), CleanDesk.fitted(outcome, 4).get("age"));
    }

    private boolean imported(String train, String test, String text, String label) {
        if (!Files.exists(FOLDER.resolve(train)) || !Files.exists(FOLDER.resolve(test))) {
            return false;
        }
        desk.desk.datasets.importTable(
                new ImportRequest(
                        "desk",
                        List.of(),
                        List.of(FOLDER.resolve(train)),
                        List.of(),
                        List.of(FOLDER.resolve(test)),
                        new ImportSettings(List.of(text), label, "auto", 0, 0, 7)),
                TableSettings.DEFAULT,
                Progress.silent());
        return true;
    }
}
