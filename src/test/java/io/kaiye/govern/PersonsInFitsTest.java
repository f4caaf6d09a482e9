package io.kaiye.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.CleanOutcome;
import io.kaiye.data.CleanPlan;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.SplitName;
import io.kaiye.data.Terms;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons among the rows that a cleaning learnt from, when other rows are cleaned like them. */
class PersonsInFitsTest {
    private static final PersonQuery PERSON = Home.query("Zilpha Quux");
    private static final String PEOPLE =
            "name,age,pay\nAnn,20,10.0\nBob,30,30.0\nCy,90,50.0\nZilpha Quux,40,777.5\n";
    private static final String NEAREST =
            "  - missing: {columns: [pay], method: nearest, by: [age], neighbours: 1}\n";
    private static final String FOREST =
            "  - outliers: {columns: [age], method: isolation-forest, action: flag}\n";

    @TempDir Path folder;
    private Home home;

    @BeforeEach
    void open() {
        home = new Home(TestDatabase.SQLITE.open(folder.resolve("home")));
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void whoWasErasedIsNobodysNeighbourAnyMore() throws IOException {
        DatasetVersion cleaned = cleaned(Terms.UNSAID, NEAREST, FOREST);
        assertEquals("Eve,41,777.5,false", like(cleaned, Progress.silent()));

        home.persons.erase(PERSON);
        assertEquals("Eve,41,30.0,false", like(cleaned, Progress.silent()));
        JsonNode fitted = fitted(home.datasets.find("new"));
        assertEquals(1, fitted.path("erasedRows").asInt());
        assertEquals(3, fitted.at("/columns/pay/knownRows").asInt());
        assertEquals(4, fitted(cleaned).at("/columns/pay/knownRows").asInt());
        assertEquals(fitted(cleaned).at("/columns/pay/scales"), fitted.at("/columns/pay/scales"));
    }

    /** Of a sample, too, nobody but the erased one is missing, and nobody comes in. */
    @Test
    void ofASampleTheOthersStay() throws IOException {
        StringBuilder rows = new StringBuilder("name,age,pay\n");
        for (int i = 0; i < 12_000; i++) {
            rows.append('p').append(i).append(',').append(i * 7919 % 12_000 / 2);
            rows.append(',').append(i % 100).append('\n');
        }
        DatasetVersion cleaned = cleanedRows(Terms.UNSAID, rows.toString(), NEAREST);
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            asked.add("q," + i + ",");
        }
        String wanted = "name,age,pay\n" + String.join("\n", asked) + "\n";
        List<String> before = like(cleaned, wanted, Progress.silent());
        home.persons.erase(Home.query("p17", "p4711", "p11998"));
        List<String> after = like(cleaned, wanted, Progress.silent());

        assertEquals(3, fitted(home.datasets.find("new")).path("erasedRows").asInt());
        int known = fitted(cleaned).at("/columns/pay/knownRows").asInt();
        int left = fitted(home.datasets.find("new")).at("/columns/pay/knownRows").asInt();
        assertTrue(known > 4_700 && known < 5_300 && left >= known - 3 && left <= known);
        int others = 0;
        for (int i = 0; i < before.size(); i++) {
            others += before.get(i).equals(after.get(i)) ? 0 : 1;
        }
        assertTrue(others < 30, others + " of 6,000 have other neighbours");
    }

    @Test
    void whoIsCorrectedIsNoNeighbourAsTheyWere() throws IOException {
        DatasetVersion cleaned = cleaned(Terms.UNSAID, NEAREST);
        home.persons.correct(Home.query("777.5"), "20.5");

        assertEquals("Eve,41,30.0", like(cleaned, Progress.silent()));
    }

    @Test
    void whoIsErasedWhileRowsAreCleanedIsNotInWhatComesOut() throws IOException {
        DatasetVersion cleaned = cleaned(Terms.UNSAID, NEAREST);
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () -> like(cleaned, meanwhile(() -> home.persons.erase(PERSON))));

        assertEquals(ErrorCode.HOME_BUSY, refusal.code(), refusal.getMessage());
        assertEquals("Eve,41,30.0", like(cleaned, Progress.silent()));
    }

    @Test
    void whatMayNotBeKeptTakesItsTreesAlong() throws IOException {
        Terms terms =
                new Terms(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.of(LocalDate.parse("2026-05-31")));
        DatasetVersion cleaned = cleaned(terms, FOREST);
        DatasetVersion nearest = cleaned(terms, NEAREST);
        Path trees =
                home.store.read(
                        sql ->
                                home.store
                                        .blobs()
                                        .path(
                                                sql.first("SELECT blob FROM dataset_fit")
                                                        .orElseThrow()
                                                        .text("blob")));
        assertTrue(Files.exists(trees));
        home.now = Instant.parse("2026-06-01T00:00:00Z");
        home.persons.catchUp();

        assertFalse(Files.exists(trees));
        refused(
                cleaned,
                "step 1: what \"outliers age: isolation-forest, flag\" learnt is not there",
                "it went with the rows of " + cleaned.reference() + " (erased 4 rows on");
        refused(nearest, "step 1: the rows that neighbours of \"pay\" were looked up in were all");
    }

    private void refused(DatasetVersion version, String... words) {
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> like(version, Progress.silent()));
        assertEquals(ErrorCode.INVALID_DATA, refusal.code(), refusal.getMessage());
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
        }
    }

    private DatasetVersion cleaned(Terms terms, String... steps) throws IOException {
        return cleanedRows(terms, PEOPLE, String.join("", steps));
    }

    private DatasetVersion cleanedRows(Terms terms, String rows, String steps) throws IOException {
        Path people = folder.resolve("people.csv");
        Files.writeString(people, rows);
        home.importTable("people", people, terms);
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(plan, "steps:\n" + steps);
        return home.datasets
                .clean("people", CleanPlan.read(plan), "people", Progress.silent())
                .version();
    }

    /** A new row, cleaned as they were. */
    private String like(DatasetVersion version, Progress progress) throws IOException {
        return like(version, "name,age,pay\nEve,41,\n", progress).getLast();
    }

    /** New rows. */
    private List<String> like(DatasetVersion version, String rows, Progress progress)
            throws IOException {
        Path file = folder.resolve("new.csv");
        Files.writeString(file, rows);
        home.importTable("new", file, Terms.UNSAID);
        CleanPlan plan = home.datasets.planOf(version.fullReference());
        CleanOutcome outcome = home.datasets.clean("new", plan, "new", progress);
        Path out = folder.resolve("out.csv");
        home.datasets.export(outcome.version().fullReference(), SplitName.TRAIN, out, true);
        return Files.readAllLines(out);
    }

    /** What the recipe says that the first step fitted. */
    private static JsonNode fitted(DatasetVersion version) {
        return Json.parse(Json.line(version.making().orElseThrow().recipe()), JsonNode.class)
                .at("/steps/0/fitted");
    }

    /** Does something once the known rows were read. */
    private static Progress meanwhile(Runnable meanwhile) {
        return new Progress() {
            @Override
            public Task start(String what, long total, String unit) {
                if (what.equals("Cleaning")) {
                    meanwhile.run();
                }
                return Progress.silent().start(what, total, unit);
            }

            @Override
            public void note(String line) {}
        };
    }
}
