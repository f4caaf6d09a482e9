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
import java.util.Set;
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

    private void imported(String rows) throws IOException {
        desk.datasets.importTable(
                ImportRequest.toSplit(
                        "desk",
                        List.of(desk.file("numbers.csv", rows)),
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
    void numbersWithAFormOfTheirOwnAreFoundInColumnsOfNumbers() throws IOException {
        StringBuilder rows =
                new StringBuilder("text,label,mobile,paid_with,phone,id,order,amount\n");
        for (int i = 0; i < 10; i++) {
            rows.append("hi,").append(i % 2 == 0 ? 'x' : 'y');
            rows.append(i == 3 ? "," : ",1381234567" + i).append(i == 4 ? ".0" : "");
            rows.append(",4111111111111111,").append(4_155_550_100L + i);
            rows.append(",11010519491231002,")
                    .append(i == 7 ? "4111111111111111" : "4111111111111112");
            rows.append(",").append(i + 1).append("234567.5\n");
        }
        rows.append("hi,x,,,,,,1\n");
        imported(rows.toString());
        DeidentifiedVersion done = deidentifyAll();

        assertEquals(Map.of("phone", 9L), found(done, "mobile"));
        assertEquals(Map.of("card", 10L), found(done, "paid_with"));
        assertEquals(Map.of("phone", 10L), found(done, "phone"));
        assertEquals(Set.of("mobile", "paid_with", "phone"), done.counts().keySet());
        assertEquals(
                Map.of("order", new KindCounts(Map.of(PersonalDataKind.CARD, 1L))), done.few());
        List<String> lines = exported().lines().toList();
        assertEquals("text,label,mobile,paid_with,phone,id,order,amount", lines.getFirst());
        assertTrue(lines.get(1).startsWith("hi,x,PHONE_1,CARD_1,PHONE_2,"), lines.get(1));
        assertTrue(lines.get(4).startsWith("hi,y,,CARD_1,PHONE_"), lines.get(4));
        assertTrue(lines.get(8).endsWith(",4111111111111111,8234567.5"), lines.get(8));
        assertEquals("hi,x,,,,,,1.0", lines.get(11));
    }

    /** Four cards of ten are said, though most are zero; of seven of ten the rest is said. */
    @Test
    void numbersThatStayAreSaid() throws IOException {
        StringBuilder rows = new StringBuilder("text,label,some,most\n");
        for (int i = 0; i < 10; i++) {
            rows.append("hi,").append(i % 2 == 0 ? 'x' : 'y').append(',');
            rows.append(i < 4 ? "4111111111111111" : "0").append(',');
            rows.append(i < 7 ? "4111111111111111" : "4111111111111112").append('\n');
        }
        imported(rows.toString());
        DeidentifiedVersion done = deidentifyAll();

        assertEquals(Map.of("card", 7L), found(done, "most"));
        assertEquals(Map.of("most", 3L), done.rest());
        assertEquals(Map.of("some", new KindCounts(Map.of(PersonalDataKind.CARD, 4L))), done.few());
    }

    @Test
    void columnsOfNumbersStayWhereColumnsAreNamedOrNoIdentifierIsSought() throws IOException {
        imported("text,label,mobile\nhi,x,13812345678\nho,y,13812345679\n");
        Map<PersonalDataKind, Action> persons = Map.of(PersonalDataKind.PERSON, new Action.Mask());
        Map<PersonalDataKind, Action> phones = Map.of(PersonalDataKind.PHONE, new Action.Mask());
        for (Deidentification how :
                List.of(
                        new Deidentification(
                                new Deidentifier(persons), Map.of(), List.of(), Map.of()),
                        new Deidentification(
                                new Deidentifier(phones), Map.of(), List.of("text"), Map.of()))) {
            assertFalse(how.seesNumbers());
            assertEquals(
                    Map.of(),
                    desk.datasets
                            .deidentify("desk", "desk", how, true, () -> {}, Progress.silent())
                            .counts());
        }
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

    private DeidentifiedVersion deidentifyAll() {
        return desk.datasets.deidentify(
                "desk",
                "desk",
                new Deidentification(
                        Deidentifier.uniform(
                                PersonalDataKind.all(), new Action.Pseudonym(new PseudonymScope())),
                        Map.of(),
                        List.of(),
                        Map.of()),
                false,
                () -> {},
                Progress.silent());
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
