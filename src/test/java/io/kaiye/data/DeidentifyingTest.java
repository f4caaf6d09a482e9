package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.privacy.Action;
import io.kaiye.privacy.Deidentifier;
import io.kaiye.privacy.KindCounts;
import io.kaiye.privacy.PersonalDataKind;
import io.kaiye.privacy.PseudonymScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeidentifyingTest {
    private static final String ROWS =
            """
            text,label,holder,amount
            write to ann@example.com today,mail,Ann Bell,1.5
            call +1 415 555 2671 or ann@example.com,call,Bob Cole,2.5
            nothing here,none,Ann Bell,3.5
            """;

    @TempDir private Path folder;
    private Desk desk;

    @BeforeEach
    void importRows() throws IOException {
        desk = new Desk(folder);
        desk.datasets.importTable(
                ImportRequest.toSplit(
                        "desk",
                        List.of(desk.file("rows.csv", ROWS)),
                        new ImportSettings(List.of("text"), "label", "auto", 0, 0, 7)),
                TableSettings.DEFAULT,
                Progress.silent());
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void theSameValueGetsTheSamePseudonymInEveryColumn() throws IOException {
        DeidentifiedVersion done = deidentify(false, Map.of("holder", PersonalDataKind.PERSON));

        assertEquals(
                """
                text,label,holder,amount
                write to EMAIL_1 today,mail,PERSON_1,1.5
                call PHONE_1 or EMAIL_1,call,PERSON_2,2.5
                nothing here,none,PERSON_1,3.5
                """,
                exported());
        assertEquals(Map.of("email", 2L, "phone", 1L), found(done, "text"));
        assertEquals(Map.of("person", 3L), found(done, "holder"));
        Making making = done.version().orElseThrow().making().orElseThrow();
        assertEquals("deidentify", making.step());
    }

    @Test
    void noValueIsInTheVersionNorInItsLineage() throws IOException {
        DatasetVersion version =
                deidentify(false, Map.of("holder", PersonalDataKind.PERSON))
                        .version()
                        .orElseThrow();

        String all = Json.line(version) + exported() + String.join("\n", desk.notes);
        for (String value : List.of("ann@example.com", "415", "2671", "Ann", "Bell", "Cole")) {
            assertFalse(all.contains(value), value);
        }
    }

    @Test
    void aDryRunStoresNothing() throws IOException {
        DeidentifiedVersion would = deidentify(true, Map.of());

        assertTrue(would.version().isEmpty());
        assertEquals(Map.of("email", 2L, "phone", 1L), found(would, "text"));
        assertEquals(1, desk.datasets.list().size());
        assertEquals(ROWS, exported());
    }

    @Test
    void labelledTextBecomesATableThatTrainsAsBefore() throws IOException {
        desk.split(desk.file("t.csv", "text,label\nto a@b.org,x\nfrom a@b.org,y\nno,x\nyes,y\n"));

        deidentify(false, Map.of());

        Dataset made = desk.datasets.load("desk");
        assertEquals(List.of("x", "y"), made.labels());
        assertTrue(made.train().stream().noneMatch(row -> row.text().contains("a@b.org")));
    }

    @Test
    void columnsThatAreNotThereAreRefused() {
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () -> deidentify(false, Map.of("holdr", PersonalDataKind.PERSON)));

        assertTrue(refusal.getMessage().contains("Did you mean \"holder\"?"), refusal.getMessage());
        assertEquals(1, desk.datasets.list().size());
    }

    @Test
    void whatCannotNameADatasetIsRefused() {
        for (boolean dryRun : List.of(true, false)) {
            KaiyeException refusal =
                    assertThrows(
                            KaiyeException.class, () -> deidentify("../x@y", dryRun, Map.of()));
            assertTrue(refusal.getMessage().contains("cannot name a dataset"));
        }
        assertEquals(1, desk.datasets.list().size());
    }

    private DeidentifiedVersion deidentify(boolean dryRun, Map<String, PersonalDataKind> whole) {
        return deidentify("desk", dryRun, whole);
    }

    private DeidentifiedVersion deidentify(
            String name, boolean dryRun, Map<String, PersonalDataKind> whole) {
        Map<PersonalDataKind, Action> actions = new EnumMap<>(PersonalDataKind.class);
        Action pseudonym = new Action.Pseudonym(new PseudonymScope());
        actions.put(PersonalDataKind.EMAIL, pseudonym);
        actions.put(PersonalDataKind.PHONE, pseudonym);
        actions.put(PersonalDataKind.PERSON, pseudonym);
        return desk.datasets.deidentify(
                "desk",
                name,
                new Deidentification(
                        new Deidentifier(actions),
                        whole,
                        List.of(),
                        Map.of("actions", "pseudonym")),
                dryRun,
                () -> {},
                Progress.silent());
    }

    private static Map<String, Long> found(DeidentifiedVersion done, String column) {
        return done.counts().getOrDefault(column, KindCounts.NONE).byWord();
    }

    private String exported() throws IOException {
        Path file = folder.resolve("out.csv");
        desk.datasets.export("desk", SplitName.TRAIN, file, true);
        return Files.readString(file);
    }
}
