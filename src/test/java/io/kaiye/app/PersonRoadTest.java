package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.base.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terms, lineage, the refusal to train, the rights of a person and the audit log, as typed. */
class PersonRoadTest {
    private static final String PERSON = "Zilpha.Quux@example.com";

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-05-01T10:00:00Z"));
    @TempDir Path folder;
    private Path home;
    private Program kaiye;

    @BeforeEach
    void home() {
        home = folder.resolve("home");
        kaiye = new Program(home, now::get);
    }

    @Test
    void termsComeInAndAreShown() throws IOException {
        Path rows = rows("rows.csv");
        run(
                List.of(
                        "data",
                        "import",
                        "desk",
                        rows.toString(),
                        "--source",
                        "our own desk",
                        "--licence",
                        "CC-BY-4.0",
                        "--lawful-basis",
                        "contract",
                        "--purpose",
                        "train,evaluate",
                        "--delete-by",
                        "2027-01-31"));
        String shown = run(List.of("data", "show", "desk"));
        for (String words :
                List.of("our own desk", "CC-BY-4.0", "contract", "train, evaluate", "2027-01-31")) {
            assertTrue(shown.contains(words), shown);
        }
        JsonNode version = json(List.of("data", "show", "desk")).path("version");
        assertEquals("CC-BY-4.0", version.path("terms").path("licence").asText());
        String lineage = run(List.of("data", "lineage", "desk"));
        assertTrue(lineage.contains("import") && lineage.contains("rows.csv"), lineage);
        refused(List.of("data", "import", "x", "f", "--lawful-basis", "consnt"), "consent");
        refused(List.of("data", "import", "x", "f", "--delete-by", "soon"), "2027-01-31");
        refused(List.of("data", "import", "x", "f", "--purpose", "Train!"), "train,evaluate");
        refused(List.of("audit", "--limit", "-1"), "1 and more");
    }

    @Test
    void trainingRefusesWhatTheTermsDoNotAllow() throws IOException {
        importRows("closed", "--licence", "CC-BY-NC-4.0");
        importRows("measured", "--licence", "MIT", "--purpose", "evaluate");
        importRows("over", "--licence", "MIT", "--delete-by", "2026-04-30");
        refused(train("closed"), "does not allow commercial use");
        refused(train("measured"), "not for train");
        List<String> over = new ArrayList<>(train("over"));
        over.add("--accept-licence");
        refused(over, "was to be deleted by 2026-04-30");
        List<String> accepted = new ArrayList<>(train("closed"));
        accepted.add("--accept-licence");
        run(accepted);
        String model = run(List.of("models", "show", "closed"));
        assertTrue(model.contains("does not allow commercial use"), model);
        assertTrue(run(List.of("audit")).contains("train-accepted"));
    }

    @Test
    void aPersonIsFoundExportedAndErasedFromEverythingInTheHome() throws IOException {
        importRows("desk", "--licence", "MIT");
        run(train("desk"));
        Files.writeString(
                Files.createDirectories(home.resolve("logs")).resolve("old.log"),
                "fine\nseen " + PERSON + "\nfine too\n");
        Files.writeString(
                Files.createDirectories(home.resolve("checkpoints")).resolve("desk.state"), "x");
        assertFalse(holding(PERSON).isEmpty());

        JsonNode found = json(List.of("person", "find", PERSON));
        assertEquals(2, found.path("rows").size(), found.toString());
        Path export = folder.resolve("person.jsonl");
        run(List.of("person", "export", PERSON, "--to", export.toString()));
        assertEquals(2, Files.readAllLines(export).size());

        Ran shown = kaiye.run("person", "erase", PERSON);
        assertEquals(1, shown.exitCode());
        assertTrue(shown.out().contains("Add --yes"), shown.out());

        JsonNode outcome =
                json(List.of("person", "erase", PERSON.toUpperCase(Locale.ROOT), "--yes"));
        assertEquals(2, outcome.path("losses").path(0).path("rows").asInt(), outcome.toString());
        assertEquals("RETRAIN", outcome.path("models").path(0).path("action").asText());
        assertEquals(List.of(), holding(PERSON), outcome.toString());
        assertEquals(0, json(List.of("person", "find", PERSON)).path("rows").size());
        assertTrue(run(List.of("data", "show", "desk")).contains("erased 2 rows on"));
        assertEquals("fine\nfine too\n", Files.readString(home.resolve("logs/old.log")));
        assertFalse(Files.exists(home.resolve("checkpoints/desk.state")));
        run(List.of("data", "profile", "desk"));
        refused(
                List.of("data", "import", "again", "--train", rows("again.csv").toString()),
                "Take them out of the file");
        assertTrue(kaiye.run("doctor").out().contains("the chain is whole"));
        String log = run(List.of("audit"));
        assertTrue(log.contains("person-find") && log.contains("erase-done"), log);
        assertFalse(log.toLowerCase(Locale.ROOT).contains("zilpha"), log);
    }

    @Test
    void aCorrectionMakesANewVersionAndErasesTheOldRows() throws IOException {
        importRows("desk");
        run(List.of("person", "correct", PERSON, "zoe@example.com", "--yes"));
        assertEquals(2, json(List.of("person", "find", "zoe@example.com")).path("rows").size());
        assertEquals(List.of(), holding(PERSON));
        JsonNode lineage = json(List.of("data", "lineage", "desk"));
        assertEquals("correct", lineage.path("steps").path(1).path("step").asText());
        assertEquals(2, json(List.of("data", "list")).size());
    }

    @Test
    void rowsThatWereDeidentifiedAreErasedWithTheirOriginals() throws IOException {
        importRows("desk");
        run(List.of("data", "deidentify", "desk", "--as", "safe", "--kinds", "identifiers"));
        assertTrue(holding(PERSON).stream().noneMatch(file -> file.startsWith("work")));
        assertEquals(4, json(List.of("person", "find", PERSON)).path("rows").size());
        JsonNode outcome = json(List.of("person", "erase", PERSON, "--yes"));
        assertEquals(2, outcome.path("losses").size(), outcome.toString());
        assertEquals(2, outcome.path("losses").path(1).path("rows").asInt(), outcome.toString());
        assertEquals(
                60,
                json(List.of("data", "show", "safe"))
                        .path("version")
                        .path("rows")
                        .path("TRAIN")
                        .asInt());
        assertEquals(List.of(), holding(PERSON));
    }

    @Test
    void consentTakenBackErasesOnlyWhatConsentAllowed() throws IOException {
        importRows("asked", "--lawful-basis", "consent");
        importRows("bound", "--lawful-basis", "contract");
        run(List.of("person", "withdraw", PERSON, "--yes"));
        JsonNode rows = json(List.of("person", "find", PERSON)).path("rows");
        assertEquals(2, rows.size());
        assertTrue(rows.path(0).path("dataset").asText().startsWith("bound@"), rows.toString());
    }

    @Test
    void consentTakenBackHoldsForWhatIsImportedLater() throws IOException {
        assertTrue(run(List.of("person", "withdrawals")).contains("Nobody"));
        String done = run(List.of("person", "withdraw", PERSON, "--purpose", "train", "--yes"));
        assertTrue(done.contains("applied to all that is imported from now on"), done);

        Path rows = rows("later.csv");
        List<String> typed =
                List.of("data", "import", "later", "--train", rows.toString(), "--lawful-basis");
        List<String> asked = new ArrayList<>(typed);
        asked.add("consent");
        Ran ran = kaiye.run(asked.toArray(String[]::new));
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().contains("train 61,"), ran.out());
        assertTrue(ran.out().contains("note: erased 2 rows on"), ran.out());
        assertTrue(ran.err().contains("Done now (withdraw)"), ran.err());
        assertTrue(ran.err().contains("kaiye person withdrawals --lift "), ran.err());
        assertEquals(List.of(), holding(PERSON));

        JsonNode one = json(List.of("person", "withdrawals")).path(0);
        assertEquals("train", one.path("purpose").asText(), one.toString());
        String id = one.path("id").asText();
        assertTrue(run(List.of("person", "withdrawals")).contains(id));
        assertTrue(run(List.of("audit")).contains("withdraw-recorded"));
        run(List.of("person", "withdrawals", "--lift", id));
        refused(List.of("person", "withdrawals", "--lift", id), "None does");
        importRows("again-later", "--lawful-basis", "consent");
        assertEquals(2, json(List.of("person", "find", PERSON)).path("rows").size());
        assertTrue(kaiye.run("doctor").out().contains("the chain is whole"));
    }

    @Test
    void aDayToDeleteByErasesByItself() throws IOException {
        importRows("desk", "--delete-by", "2026-05-02");
        now.set(Instant.parse("2026-05-02T23:00:00Z"));
        assertFalse(kaiye.run("data", "list").err().contains("delete-by"));
        now.set(Instant.parse("2026-05-03T00:00:01Z"));
        Ran ran = kaiye.run("data", "list");
        assertTrue(ran.err().contains("delete-by"), ran.err());
        assertEquals(List.of(), holding(PERSON));
        assertTrue(run(List.of("data", "show", "desk")).contains("kept as long as it may be"));
        refused(train("desk"), "was to be deleted by 2026-05-02");
    }

    @Test
    void trainingErasesFirstWhatMayNotBeKept() throws IOException {
        importRows("desk");
        importRows("gone", "--delete-by", "2026-05-02");
        now.set(Instant.parse("2026-05-03T00:00:01Z"));
        Ran ran = kaiye.run("train", "none", "--data", "unknown", "--recipe", "linear");
        assertEquals(1, ran.exitCode());
        assertTrue(ran.err().contains("delete-by"), ran.err());
        assertTrue(run(List.of("data", "show", "gone")).contains("kept as long as it may be"));
    }

    @Test
    void trainingRefusesWhatAWithdrawalWasNotAppliedTo() throws IOException {
        run(List.of("person", "withdraw", PERSON, "--yes"));
        List<String> imported =
                List.of("data", "import", "asked", "--train", rows("asked.csv").toString());
        try (FileChannel channel =
                        FileChannel.open(
                                home.resolve("erasing.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            List<String> typed = new ArrayList<>(imported);
            typed.addAll(List.of("--lawful-basis", "consent", "--licence", "MIT"));
            Ran ran = kaiye.run(typed.toArray(String[]::new));
            assertEquals(0, ran.exitCode(), ran.err());
            assertTrue(ran.err().contains("another process is erasing"), ran.err());
            refused(train("asked"), "1 withdrawal of consent could not yet be applied");
            refused(train("asked"), "another process is erasing");
        }
        String id = json(List.of("person", "withdrawals")).path(0).path("id").asText();
        assertEquals(0, json(List.of("person", "find", PERSON)).path("rows").size());
        assertFalse(id.isEmpty());
        run(train("asked"));
    }

    @Test
    void shortTextsAreWarnedOf() {
        Ran ran = kaiye.run("person", "withdraw", "Al", "王芳", "Ann Lee");
        assertEquals(1, ran.exitCode());
        assertTrue(ran.err().contains("\"Al\" is short"), ran.err());
        assertTrue(ran.err().contains("\"王芳\" is short"), ran.err());
        assertFalse(ran.err().contains("Ann Lee"), ran.err());
        assertFalse(kaiye.run("person", "find", "Al").err().contains("short"));
    }

    private List<String> train(String dataset) {
        return List.of("train", dataset, "--data", dataset, "--recipe", "linear");
    }

    private void importRows(String name, String... terms) throws IOException {
        List<String> typed =
                new ArrayList<>(
                        List.of("data", "import", name, "--train", rows(name + ".csv").toString()));
        typed.addAll(List.of(terms));
        run(typed);
    }

    /** 60 rows of two labels, two of them of the person; of another content for each file. */
    private Path rows(String file) throws IOException {
        StringBuilder text = new StringBuilder("text,label\n");
        boolean same = file.startsWith("again") || file.startsWith("desk");
        for (int i = 0; i < 30; i++) {
            text.append("please send my parcel number ").append(i).append(",parcel\n");
            text.append("I want the money of order ").append(i).append(" back,money\n");
        }
        text.append("I am " + PERSON + " and wait for a parcel,parcel\n");
        text.append("money to " + PERSON + ",money\n");
        text.append(same ? "" : "a row of " + file + ",money\n");
        return Files.writeString(folder.resolve(file), text);
    }

    /** Files of the home that hold a text, in upper or lower case. */
    private List<String> holding(String text) throws IOException {
        String wanted = text.toLowerCase(Locale.ROOT);
        try (Stream<Path> files = Files.walk(home)) {
            List<String> holding = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (content.toLowerCase(Locale.ROOT).contains(wanted)) {
                    holding.add(home.relativize(file).toString());
                }
            }
            return holding;
        }
    }

    private void refused(List<String> typed, String words) {
        Ran ran = kaiye.run(typed.toArray(String[]::new));
        assertTrue(ran.exitCode() == 1 || ran.exitCode() == 2, typed + ran.out());
        assertTrue(ran.err().contains(words), ran.err());
    }

    private String run(List<String> typed) {
        Ran ran = kaiye.run(typed.toArray(String[]::new));
        assertEquals(0, ran.exitCode(), typed + ": " + ran.err());
        return ran.out();
    }

    private JsonNode json(List<String> typed) throws IOException {
        List<String> all = new ArrayList<>(List.of("--json"));
        all.addAll(typed);
        return Json.mapper().readTree(run(all));
    }
}
