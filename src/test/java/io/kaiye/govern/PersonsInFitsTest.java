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
    private static final String NEAREST =
            "  - missing: {columns: [pay], method: nearest, by: [age], neighbours: 1}\n";
    private static final String FOREST =
            "  - outliers: {columns: [age], method: isolation-forest, action: flag}\n";

    @TempDir Path folder;
    private Home home;
    private final List<String> notes = new ArrayList<>();

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
        assertEquals(List.of(), notes);

        home.persons.erase(PERSON);
        assertEquals("Eve,41,30.0,false", like(cleaned, noting(() -> {})));
        assertEquals(
                List.of(
                        "Erased since from train of "
                                + home.datasets.list().getLast().reference()
                                + ": 1 row. Neighbours are looked up in those that are left."),
                notes);
        JsonNode fitted = fitted(home.datasets.find("new"));
        assertEquals(1, fitted.path("erasedRows").asInt());
        assertEquals(3, fitted.at("/columns/pay/knownRows").asInt());
        assertEquals(4, fitted(cleaned).at("/columns/pay/knownRows").asInt());
        assertEquals(fitted(cleaned).at("/columns/pay/scales"), fitted.at("/columns/pay/scales"));
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
                        () -> like(cleaned, noting(() -> home.persons.erase(PERSON))));

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
        Path people = folder.resolve("people.csv");
        Files.writeString(
                people,
                "name,age,pay\nAnn,20,10.0\nBob,30,30.0\nCy,90,50.0\nZilpha Quux,40,777.5\n");
        home.importTable("people", people, terms);
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(plan, "steps:\n" + String.join("", steps));
        return home.datasets
                .clean("people", CleanPlan.read(plan), "people", Progress.silent())
                .version();
    }

    /** A new row, cleaned as they were. */
    private String like(DatasetVersion version, Progress progress) throws IOException {
        Path file = folder.resolve("new.csv");
        Files.writeString(file, "name,age,pay\nEve,41,\n");
        home.importTable("new", file, Terms.UNSAID);
        CleanPlan plan = home.datasets.planOf(version.fullReference());
        CleanOutcome outcome = home.datasets.clean("new", plan, "new", progress);
        Path out = folder.resolve("out.csv");
        home.datasets.export(outcome.version().fullReference(), SplitName.TRAIN, out, true);
        return Files.readAllLines(out).getLast();
    }

    /** What the recipe says that the first step fitted. */
    private static JsonNode fitted(DatasetVersion version) {
        return Json.parse(Json.line(version.making().orElseThrow().recipe()), JsonNode.class)
                .at("/steps/0/fitted");
    }

    /** Keeps notes; does something once the known rows were read. */
    private Progress noting(Runnable meanwhile) {
        return new Progress() {
            @Override
            public Task start(String what, long total, String unit) {
                if (what.equals("Cleaning")) {
                    meanwhile.run();
                }
                return Progress.silent().start(what, total, unit);
            }

            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
    }
}
