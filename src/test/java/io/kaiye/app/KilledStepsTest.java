package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.cli.Workbench;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Example;
import io.kaiye.data.SplitName;
import io.kaiye.privacy.AesKey;
import io.kaiye.privacy.TokenVault;
import io.kaiye.store.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Steps that make versions, killed in the middle: nothing of them is visible, the home is sound,
 * and the step can be run again. Import, cleaning, labelling and erasing have tests of their own.
 */
class KilledStepsTest {
    private static final int ROWS = 1000;
    private static final long SEED = 7;
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    /** Of a process that lives for a second: the key, and no time for the slower compiler. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "KAIYE_PRIVACY_KEY",
                    KEY,
                    "JAVA_TOOL_OPTIONS",
                    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    /** What the doctor says of a home. */
    private static final Set<String> OF_THE_HOME = Set.of("Database", "Home", "Books", "Audit log");

    /** Of the datasets as they were imported, by their names. */
    private static final Map<String, String> REFERENCES = new HashMap<>();

    @TempDir private static Path folder;
    private static Program kaiye = new Program(Path.of(""));

    @BeforeAll
    static void importRows() throws IOException {
        kaiye = new Program(home());
        imported("large", persons());
        imported(
                "wrong",
                LabelDesk.rows(0, 60)
                        + "where is my parcel number 900 please,refund\n"
                        + "refund the money for order 901,login\n");
        Files.writeString(folder.resolve("more.txt"), LabelDesk.unlabelled(200, 230));
    }

    private static void imported(String name, String rows) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".csv"), rows);
        JsonNode version = kaiye.json("data", "import", name, "--train", file.toString());
        REFERENCES.put(name, name + "@" + version.path("id").asText());
    }

    private static Path home() {
        return folder.resolve("home");
    }

    /** Rows of which every third is nearly there twice, with addresses of mail. */
    private static String persons() {
        SplittableRandom random = new SplittableRandom(SEED);
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < ROWS; i++) {
            String text = "write to person" + i + "@example.org about";
            for (int word = 0; word < 8; word++) {
                text += " " + Long.toString(random.nextLong(1L << 31), 36);
            }
            rows.append(text).append(i % 2 == 0 ? ",delivery\n" : ",refund\n");
            if (i % 3 == 0) {
                rows.append(text).append(i % 2 == 0 ? " ok,delivery\n" : " ok,refund\n");
            }
        }
        return rows.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "split      | data split large --repair",
                "dedupe     | data dedupe large",
                "deidentify | data deidentify large --kinds email --action token --vault VAULT",
                "augment    | data augment large",
                "selftrain  | data label selftrain wrong --floor 0.5 --unlabelled TEXTS",
                "relabel    | data label errors wrong --fix relabel --top 2",
            })
    void leaveNothingToSeeAndRunAgain(String step, String command) throws Exception {
        String[] typed = typed(command);
        JsonNode before = versions();
        List<Path> blobs = files("blobs");
        Duration whole = killedBeforeItCommits(blobs, typed);
        checkAsBefore(before, blobs, step + " killed before it commits");

        long delay = new SplittableRandom(SEED + step.hashCode()).nextLong(whole.toMillis());
        try (ChildJvm child = child(RunsAStep.STOP, typed)) {
            child.await("begins");
            Thread.sleep(delay);
            child.kill();
        }
        checkAsBefore(
                before, blobs, step + " killed after " + delay + " of " + whole.toMillis() + " ms");

        runAgain(typed);
        JsonNode after = versions();
        assertEquals(before.size() + 1, after.size(), step);
        JsonNode made = after.get(0);
        assertEquals(step, made.at("/making/step").asText());
        checkSound(step + " run again");
        if (step.equals("deidentify")) {
            checkTokens();
        }
    }

    private static String[] typed(String command) {
        return Stream.of(command.split(" "))
                .map(
                        word ->
                                switch (word) {
                                    case "VAULT" -> vault().toString();
                                    case "TEXTS" -> folder.resolve("more.txt").toString();
                                    default -> REFERENCES.getOrDefault(word, word);
                                })
                .toArray(String[]::new);
    }

    private static Path vault() {
        return folder.resolve("tokens.vault");
    }

    /** Killed in its transaction. How long the step takes until then. */
    private static Duration killedBeforeItCommits(List<Path> blobs, String... typed)
            throws IOException {
        try (ChildJvm child = child(RunsAStep.STOP, typed)) {
            child.await("begins");
            long start = System.nanoTime();
            child.await("commits");
            Duration whole = Duration.ofNanos(System.nanoTime() - start);
            assertFalse(files("work").isEmpty(), "a step under way has files in its work folder");
            assertFalse(blobs.containsAll(files("blobs")), "a new version's contents are in place");
            child.kill();
            return whole;
        }
    }

    private static ChildJvm child(String how, String... typed) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(home().toString(), how));
        arguments.addAll(List.of(typed));
        return ChildJvm.start(ENVIRONMENT, RunsAStep.class, arguments.toArray(String[]::new));
    }

    private static JsonNode versions() throws IOException {
        return kaiye.json("data", "list");
    }

    private static void checkAsBefore(JsonNode before, List<Path> blobs, String what)
            throws IOException {
        assertEquals(before, versions(), what);
        assertEquals(blobs, files("blobs"), what + ": contents that no version names");
        checkSound(what);
    }

    /** Every version is whole, the doctor finds nothing, and no work is left. */
    private static void checkSound(String what) throws IOException {
        try (Workbench rooms = Platform.open(home())) {
            for (DatasetVersion version : rooms.datasets().list()) {
                Dataset rows = rooms.datasets().load(version.fullReference());
                for (SplitName split : SplitName.values()) {
                    assertEquals(version.rows(split), rows.split(split).size(), what);
                }
            }
        }
        Map<String, String> states = new TreeMap<>();
        for (JsonNode check : Json.parse(kaiye.run("--json", "doctor").out(), JsonNode.class)) {
            states.put(check.path("what").asText(), check.path("state").asText());
        }
        for (String name : OF_THE_HOME) {
            assertEquals("OK", states.get(name), what + ": " + states);
        }
        assertFalse(states.containsKey("Erasures"), what);
        assertEquals(List.of(), files("work"), what);
    }

    private static List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.walk(home().resolve(name))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void runAgain(String... typed) throws IOException {
        if (!List.of(typed).contains("--vault")) { // the key is in the other's environment
            kaiye.done(typed);
            return;
        }
        try (ChildJvm child = child(RunsAStep.GO, typed)) {
            child.await("ended with 0:");
        }
    }

    /** Whatever stands in the version's rows is in the vault. */
    private static void checkTokens() {
        TokenVault tokens =
                TokenVault.existing(
                        vault(), AesKey.ofBase64(KEY, "The key", ErrorCode.INVALID_ARGUMENT));
        try (Workbench rooms = Platform.open(home())) {
            List<Example> rows = rooms.datasets().load("large").train();
            assertTrue(rows.getFirst().text().startsWith("write to <EMAIL:"), rows.toString());
            for (Example row : rows) {
                String text = tokens.reveal(row.text());
                assertTrue(text.matches("write to person\\d+@example\\.org .*"), text);
            }
        }
    }
}
