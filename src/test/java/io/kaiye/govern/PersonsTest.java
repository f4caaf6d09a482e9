package io.kaiye.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Derivation;
import io.kaiye.data.Example;
import io.kaiye.data.FoundRow;
import io.kaiye.data.SplitName;
import io.kaiye.data.Terms;
import io.kaiye.registry.Registry;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class PersonsTest {
    private static final String PERSON = "Zilpha Quux";

    private final TestDatabase database;
    @TempDir Path folder;
    private Home home;

    PersonsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        home = new Home(database.open(folder.resolve("home")));
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void anErasureGoesThroughEveryVersionAtOnce() throws IOException {
        DatasetVersion first = home.importText("desk", text("a.csv"), Terms.UNSAID);
        DatasetVersion derived =
                home.datasets.keep(
                        Derivation.of(first, "clean", Map.of()),
                        Map.of(SplitName.TRAIN, home.datasets.load("desk").train().subList(1, 5)));
        assertEquals(4, home.rows(PERSON));

        Outcome outcome = home.persons.erase(Home.query(PERSON));

        assertEquals(4, outcome.rows(), outcome.toString());
        assertEquals(0, home.rows(PERSON));
        DatasetVersion now = home.datasets.find(first.fullReference());
        assertEquals(3, now.rows(SplitName.TRAIN));
        assertEquals(3, home.datasets.load(first.fullReference()).train().size());
        assertEquals(2, home.datasets.load(derived.fullReference()).train().size());
        assertEquals(2, home.datasets.erased(now).getFirst().rows());
        assertEquals(Optional.empty(), home.audit.verify().problem());
        if (database == TestDatabase.SQLITE) {
            assertEquals(List.of(), home.holding(PERSON + " "));
        }
    }

    @Test
    void aRowThatWasDeidentifiedGoesWithTheRowThatItWasMadeOf() throws IOException {
        DatasetVersion first = home.importText("desk", text("a.csv"), Terms.UNSAID);
        List<Example> hidden = new ArrayList<>(home.datasets.load("desk").train());
        hidden.set(1, new Example("I am NAME and wait", "parcel"));
        DatasetVersion safe =
                home.datasets.keep(
                        Derivation.of(first, "deidentify", Map.of()),
                        Map.of(SplitName.TRAIN, hidden));
        DatasetVersion half =
                home.datasets.keep(
                        Derivation.of(safe, "sample", Map.of()),
                        Map.of(SplitName.TRAIN, hidden.subList(1, 5)));
        PersonQuery query = Home.query("I am Zilpha Quux");
        List<FoundRow> found = home.found(query);
        assertEquals(3, found.size());
        assertEquals(2, found.stream().filter(FoundRow::madeFromOne).count());

        home.persons.erase(query);

        hidden.remove(1);
        assertEquals(hidden, home.datasets.load(safe.fullReference()).train());
        assertEquals(hidden.subList(1, 4), home.datasets.load(half.fullReference()).train());
    }

    @Test
    void aTableLosesItsRowsAndKeepsItsOrderAndTypes() throws IOException {
        DatasetVersion table =
                home.importTable(
                        "people",
                        file(
                                "people.csv",
                                """
                                id,name,born,score
                                42,Ann Lee,1990-01-02,1.5
                                43,Zilpha Quux,1991-02-03,2.5
                                44,Bob 42,1992-03-04,3.5
                                """),
                        until("2026-12-31"));
        assertEquals(until("2026-12-31"), table.terms().orElseThrow());
        List<FoundRow> found = home.found(new PersonQuery(List.of("42"), List.of("id")));
        assertEquals(1, found.size());
        assertEquals(42L, found.getFirst().values().get("id"));
        assertEquals(2, home.rows("42"));

        home.persons.correct(Home.query(PERSON), "Zoe Quux");
        assertEquals(0, home.rows(PERSON));
        assertEquals(2, home.datasets.find(table.fullReference()).rows(SplitName.TRAIN));
        assertEquals(3, home.datasets.find("people").rows(SplitName.TRAIN));
        Path out = folder.resolve("out.csv");
        home.datasets.export("people", SplitName.TRAIN, out, false);
        assertEquals(
                List.of(
                        "id,name,born,score",
                        "42,Ann Lee,1990-01-02,1.5",
                        "43,Zoe Quux,1991-02-03,2.5",
                        "44,Bob 42,1992-03-04,3.5"),
                Files.readAllLines(out));
        home.persons.erase(new PersonQuery(List.of("42"), List.of("id")));
        assertEquals(2, home.rows("42")); // Bob, in both versions
        assertEquals(2, home.datasets.find("people").rows(SplitName.TRAIN));
    }

    @Test
    void theSameContentDoesNotComeBackWithAFile() throws IOException {
        Path file = text("a.csv");
        home.importText("desk", file, Terms.UNSAID);
        home.persons.erase(Home.query(PERSON));
        for (String name : List.of("desk", "other")) {
            KaiyeException refused =
                    assertThrows(
                            KaiyeException.class, () -> home.importText(name, file, Terms.UNSAID));
            assertEquals(ErrorCode.INVALID_DATA, refused.code());
            assertTrue(refused.getMessage().contains("erased"), refused.getMessage());
        }
        assertEquals(1, home.datasets.list().size());
        assertEquals(0, home.rows(PERSON));
    }

    @Test
    void aStepOverRowsThatWereErasedMeanwhileStoresNothing() throws IOException {
        DatasetVersion version = home.importText("desk", text("a.csv"), Terms.UNSAID);
        List<Example> read = home.datasets.load("desk").train();
        home.persons.erase(Home.query(PERSON));
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                home.datasets.keep(
                                        Derivation.of(version, "clean", Map.of()),
                                        Map.of(SplitName.TRAIN, read)));
        assertEquals(ErrorCode.HOME_BUSY, refused.code());
        assertEquals(0, home.rows(PERSON));
    }

    @Test
    void feedbackAndKeptAnswersThatSayItGoToo() throws IOException {
        home.store.write(
                sql -> {
                    sql.update(
                            "INSERT INTO feedback (answer_id, text_index, comment, at_millis)"
                                    + " VALUES ('a', 0, 'that was zilpha  QUUX', 0)");
                    return sql.update(
                            "INSERT INTO feedback (answer_id, text_index, comment, at_millis)"
                                    + " VALUES ('a', 1, 'fine', 0)");
                });
        assertEquals(
                Map.of("feedback", 1), home.persons.find(Home.query(PERSON), any -> {}).records());
        assertEquals(Map.of("feedback", 1), home.persons.erase(Home.query(PERSON)).records());
        assertEquals(
                List.of("fine"),
                home.store.read(sql -> sql.query("SELECT comment FROM feedback")).stream()
                        .map(row -> row.text("comment"))
                        .toList());
    }

    @Test
    void whatTheBooksKeepIsSaid() {
        home.store.write(
                sql ->
                        sql.update(
                                "INSERT INTO customer VALUES ('zil', 'Zilpha Quux', 'USD', 'en',"
                                        + " 0)"));
        Outcome outcome = home.persons.erase(Home.query(PERSON));
        assertTrue(outcome.remains().getFirst().contains("1 rows of customer"), "" + outcome);
    }

    @Test
    void anErasureThatWasOnlyAskedForGoesOn() throws IOException {
        home.importText("desk", text("a.csv"), Terms.UNSAID);
        journal();
        List<Outcome> done = home.persons.catchUp().done();
        assertEquals(2, done.getFirst().rows());
        assertEquals(0, home.rows(PERSON));
        assertEquals(List.of(), home.persons.catchUp().done());
        assertEquals(
                List.of(""),
                home.store.read(sql -> sql.query("SELECT request FROM erasure")).stream()
                        .map(row -> row.text("request"))
                        .toList());
    }

    @Test
    void aFailureBeforeAnyRowWasTakenLeavesNothingToGoOnWith() throws IOException {
        home.importText("desk", text("a.csv"), Terms.UNSAID);
        String blob =
                home.store.read(
                        sql ->
                                sql.first("SELECT blob FROM dataset_split WHERE rows > 0")
                                        .orElseThrow()
                                        .text("blob"));
        Path file = home.store.blobs().path(blob);
        byte[] content = Files.readAllBytes(file);
        file.toFile().setWritable(true);
        Files.writeString(file, "{");
        assertThrows(KaiyeException.class, () -> home.persons.erase(Home.query(PERSON)));
        Files.write(file, content);
        assertEquals(List.of(), home.persons.catchUp().done());
        assertEquals(2, home.rows(PERSON));
        assertEquals(Optional.empty(), home.audit.verify().problem());
    }

    @Test
    void onlyOneErasesAtATime() throws IOException {
        home.importText("desk", text("a.csv"), Terms.UNSAID);
        journal();
        try (var channel =
                        FileChannel.open(
                                home.store.home().resolve("erasing.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertTrue(lock.isValid());
            assertEquals(List.of(), home.persons.catchUp().done());
            KaiyeException busy =
                    assertThrows(
                            KaiyeException.class, () -> home.persons.erase(Home.query(PERSON)));
            assertEquals(ErrorCode.HOME_BUSY, busy.code());
        }
        assertEquals(1, home.persons.catchUp().done().size());
    }

    @Test
    void aVersionWhoseTimeIsOverLosesAllItsRowsAndMayComeAgain() throws IOException {
        Path file = text("a.csv");
        DatasetVersion short1 = home.importText("desk", file, until("2026-05-31"));
        home.now = Instant.parse("2026-05-31T23:59:59Z");
        assertEquals(List.of(), home.persons.catchUp().done());
        home.now = Instant.parse("2026-06-01T00:00:00Z");
        Outcome outcome = home.persons.catchUp().done().getFirst();
        assertEquals("delete-by", outcome.kind());
        assertEquals(5, outcome.rows());
        assertEquals(List.of(), home.datasets.load("desk").train());
        home.importText("desk", file, until("2026-12-31"));
        assertEquals(5, home.datasets.load("desk").train().size());
        assertEquals(0, home.datasets.find(short1.fullReference()).rows(SplitName.TRAIN));
    }

    @Test
    void unknownColumnsAndTooLittleToGoByAreRefused() throws IOException {
        home.importText("desk", text("a.csv"), Terms.UNSAID);
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                home.persons.find(
                                        new PersonQuery(List.of("ann"), List.of("name")),
                                        any -> {}));
        assertTrue(refused.getMessage().contains("label, text"), refused.getMessage());
        assertThrows(KaiyeException.class, () -> Home.query("a"));
        assertThrows(KaiyeException.class, () -> Home.query("--"));
        assertThrows(KaiyeException.class, () -> home.persons.correct(Home.query(PERSON), " "));
    }

    @Test
    void aHomeWithoutDatasetsIsErasedFrom() throws IOException {
        Path log = Files.writeString(home.store.home().resolve("logs/kaiye.log"), PERSON + "\nx\n");
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () -> home.persons.erase(new PersonQuery(List.of("ann"), List.of("name"))));
        assertTrue(refused.getMessage().contains("none has been imported"), refused.getMessage());
        Outcome outcome = home.persons.erase(Home.query(PERSON));
        assertEquals(0, outcome.rows());
        assertEquals(List.of("logs/kaiye.log"), outcome.files());
        assertEquals("x\n", Files.readString(log));
    }

    @Test
    void aHomeThatComesSecondKeepsTheOutcomeAndCleansItsOwnFiles() throws IOException {
        home.importText("desk", text("a.csv"), Terms.UNSAID);
        journal();
        Erasure asked = home.store.read(Erasure::open).getFirst();
        assertEquals(2, home.persons.catchUp().done().getFirst().rows());
        Path log = Files.writeString(home.store.home().resolve("logs/kaiye.log"), PERSON + "\n");
        Erasing second =
                new Erasing(
                        home.store,
                        home.datasets,
                        new Registry(home.store, () -> home.now, "tester"),
                        home.audit,
                        () -> home.now,
                        "tester");
        Outcome outcome = second.finish(asked);
        assertEquals(2, outcome.rows());
        assertEquals(List.of("logs/kaiye.log"), outcome.files());
        assertEquals("", Files.readString(log));
        assertEquals(0, home.persons.pending());
    }

    private void journal() {
        Erasure erasure =
                new Erasure(
                        "era_1",
                        ErasureKind.ERASE,
                        Erasure.State.ASKED,
                        "p",
                        Optional.of(Erasure.Request.of(Home.query(PERSON))),
                        Optional.empty());
        home.store.write(
                sql -> {
                    erasure.insert(sql, "tester", home.now);
                    return true;
                });
    }

    private static Terms until(String day) {
        return new Terms(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(LocalDate.parse(day)));
    }

    /** Five rows, the second and the third of the person. */
    private Path text(String name) throws IOException {
        return file(
                name,
                """
                text,label
                where is my parcel,parcel
                I am Zilpha Quux and wait,parcel
                ZILPHA　ＱＵＵＸ wants her money,money
                Zilpha Quuxley wants money,money
                money please,money
                """);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
