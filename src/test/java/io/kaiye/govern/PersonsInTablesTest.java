package io.kaiye.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Column;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.FoundRow;
import io.kaiye.data.ImportRequest;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.SplitName;
import io.kaiye.data.TableSettings;
import io.kaiye.data.Terms;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons in numbers, in tables of any form, and in rows that could not be read. */
class PersonsInTablesTest {
    private static final String PERSON = "Zilpha Quux";
    private static final String TEXTS = "text,label\na,x\nb,x\nc,y\nI am Zilpha Quux,x\nd,y\n";

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
    void whatMayNotBeKeptGoesWithoutBeingRead() throws IOException {
        home.importText("desk", file("a.csv", TEXTS), on("consent", "2026-05-31"));
        home.importTable("people", people(), on("consent", "2026-05-31"));
        List<Path> contents =
                home
                        .store
                        .read(sql -> sql.query("SELECT blob FROM dataset_split WHERE rows > 0"))
                        .stream()
                        .map(row -> home.store.blobs().path(row.text("blob")))
                        .toList();
        for (Path content : contents) {
            content.toFile().setWritable(true);
            Files.writeString(content, "{");
        }
        home.now = Instant.parse("2026-06-01T00:00:00Z");
        assertEquals(8, home.persons.catchUp().done().getFirst().rows());
        assertEquals(List.of(), home.datasets.load("desk").train());
        assertEquals(0, home.rows(PERSON));
        assertTrue(contents.stream().noneMatch(Files::exists));
    }

    @Test
    void aColumnOfAnyNameIsSearchedAndErased() throws IOException {
        home.importTable(
                "odd",
                file("odd.csv", "file_row_number,name\n70,Ann\n80,Zilpha Quux\n90,Bob\n"),
                Terms.UNSAID);
        assertEquals(2, home.found(Home.query(PERSON)).getFirst().number());
        assertEquals(1, home.persons.erase(Home.query(PERSON)).rows());
        assertEquals(1, home.rows("70"));
        assertEquals(2, home.found(Home.query("90")).getFirst().number());
    }

    @Test
    void labelsAreThoseOfEachVersionsOwnColumn() throws IOException {
        Path file = file("a.csv", "text,kind,tone\na,k1,t1\nZilpha Quux,k2,t2\nc,k3,t3\n");
        for (String column : List.of("kind", "tone")) {
            home.datasets.importTable(
                    new ImportRequest(
                            column,
                            List.of(),
                            List.of(file),
                            List.of(),
                            List.of(),
                            new ImportSettings(List.of("text"), column, "auto", 0.1, 0.1, 7),
                            Optional.empty(),
                            Optional.empty()),
                    TableSettings.DEFAULT,
                    Progress.silent());
        }
        assertEquals(2, home.persons.erase(Home.query(PERSON)).rows());
        assertEquals(List.of("k1", "k3"), home.datasets.find("kind").labels());
        assertEquals(List.of("t1", "t3"), home.datasets.find("tone").labels());
    }

    @Test
    void rowsOfALargeTableKeepTheirOrder() throws IOException {
        StringBuilder rows = new StringBuilder("id,name\n");
        for (int i = 1; i <= 300_000; i++) {
            rows.append(i).append(",p").append(i).append('\n');
        }
        home.importTable("large", file("large.csv", rows.toString()), Terms.UNSAID);
        home.persons.erase(Home.query("p250000", "p3"));
        List<FoundRow> found = home.found(Home.query("p2", "p4", "p249999", "p250001", "p300000"));
        assertEquals(
                List.of(2, 3, 249_998, 249_999, 299_998),
                found.stream().map(FoundRow::number).toList());
    }

    @Test
    void numbersAreFoundAndCorrectedAsNumbers() throws IOException {
        home.importTable("people", people(), Terms.UNSAID);
        assertEquals(1, home.rows("13812345678"));
        home.persons.correct(Home.query("42"), "4200");
        home.persons.correct(Home.query("13812345678"), "13800000000.5");
        home.persons.correct(Home.query("1991-02-03"), "1991-02-04");
        Path out = folder.resolve("out.csv");
        home.datasets.export("people", SplitName.TRAIN, out, false);
        assertEquals(
                List.of(
                        "id,name,born,phone",
                        "4200,Ann Lee,1990-01-02,13800000000.5",
                        "43,Zilpha Quux,1991-02-04,2.5",
                        "44,Bob,1992-03-04,3.5"),
                Files.readAllLines(out));
        assertEquals(
                List.of("BIGINT", "VARCHAR", "DATE", "DOUBLE"),
                home.datasets.find("people").columns().orElseThrow().stream()
                        .map(Column::type)
                        .toList());
    }

    @Test
    void aCorrectionThatAColumnCannotHoldIsRefusedBeforeAnythingIsEntered() throws IOException {
        home.importTable("people", people(), Terms.UNSAID);
        List<List<String>> wrong =
                List.of(
                        List.of("42", "forty"),
                        List.of("42", "42.7"),
                        List.of("42", "042"),
                        List.of("1991-02-03", "1991-02-30"),
                        List.of("13812345678", "unknown"));
        for (List<String> one : wrong) {
            KaiyeException refused =
                    assertThrows(
                            KaiyeException.class,
                            () -> home.persons.correct(Home.query(one.getFirst()), one.getLast()));
            assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
            assertTrue(refused.getMessage().contains(one.getLast()), refused.getMessage());
        }
        assertTrue(home.store.read(sql -> sql.query("SELECT id FROM erasure")).isEmpty());
        assertEquals(1, home.rows("42"));
        assertEquals(1, home.datasets.list().size());
    }

    @Test
    void rowsThatCouldNotBeReadAreCountedAndGoWithTheConsent() throws IOException {
        String rows = "text,label\nfine,x\nI am Zilpha Quux\nanother\nmoney,y\n";
        DatasetVersion asked =
                home.importText("asked", file("asked.csv", rows), on("consent", "2026-12-31"));
        DatasetVersion bound =
                home.importText("bound", file("bound.csv", rows), on("contract", "2026-05-31"));
        Map<String, Integer> both = Map.of(quarantine(asked), 1, quarantine(bound), 1);
        assertEquals(both, home.persons.find(Home.query(PERSON), any -> {}).quarantined());

        Outcome outcome = home.persons.withdraw(Home.query(PERSON), Optional.empty());

        assertEquals(List.of(), outcome.losses());
        assertEquals(List.of(quarantine(asked)), outcome.files());
        assertEquals(
                Map.of(quarantine(bound), 1),
                home.persons.export(Home.query(PERSON), any -> {}).quarantined());
        home.persons.erase(Home.query("fine", "money"));
        home.now = Instant.parse("2026-06-01T00:00:00Z");
        assertEquals(1, home.persons.pending());
        assertEquals(List.of(quarantine(bound)), home.persons.catchUp().done().getFirst().files());
        assertEquals(List.of(), home.persons.catchUp().done());
        assertEquals(Map.of(), home.persons.find(Home.query(PERSON), any -> {}).quarantined());
        assertEquals(1, Files.readAllLines(home.store.home().resolve(quarantine(asked))).size());
    }

    private static String quarantine(DatasetVersion version) {
        return "quarantine/" + version.name() + "-" + version.id().substring(0, 8) + ".jsonl";
    }

    private static Terms on(String basis, String day) {
        return new Terms(
                Optional.empty(),
                Optional.empty(),
                Optional.of(basis),
                List.of(),
                Optional.of(LocalDate.parse(day)));
    }

    /** Three rows of a whole number, a text, a day and a decimal number. */
    private Path people() throws IOException {
        return file(
                "people.csv",
                """
                id,name,born,phone
                42,Ann Lee,1990-01-02,13812345678.0
                43,Zilpha Quux,1991-02-03,2.5
                44,Bob,1992-03-04,3.5
                """);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
