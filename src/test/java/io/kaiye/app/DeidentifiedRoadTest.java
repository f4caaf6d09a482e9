package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.app.Program.Ran;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Progress;
import io.kaiye.cli.Workbench;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Deidentification;
import io.kaiye.data.SplitName;
import io.kaiye.privacy.Action;
import io.kaiye.privacy.AesKey;
import io.kaiye.privacy.Deidentifier;
import io.kaiye.privacy.PersonalDataKind;
import io.kaiye.privacy.TokenVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that is known to tell a person in the original is anywhere in a home but where the
 * original itself is, whatever was done with the de-identified version.
 */
class DeidentifiedRoadTest {
    private static final int ROWS = 40;
    private static final int TEST_ROWS = 8;

    /** In every text; {@code #} is the number of the row. */
    private static final List<String> IN_TEXTS =
            List.of("zilpha#.quux@example.com", "+41 71 526 99 04", "5500 0055 5555 5559");

    /** In columns of their own. */
    private static final List<String> IN_COLUMNS = List.of("Zilpha Quux", "13812345678");

    @TempDir Path folder;
    private Path home;
    private Program kaiye;
    private final StringBuilder printed = new StringBuilder();

    @BeforeEach
    void home() {
        home = folder.resolve("home");
        kaiye = new Program(home);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void knownIdentifiersAreOnlyWhereTheOriginalIs(boolean table) throws Exception {
        imported(table);
        Set<String> original = identifiersFound(everything());
        assertTrue(original.containsAll(identifiers(table)), "the search finds what is there");

        ran("data deidentify desk --as safe" + (table ? " --whole holder=person" : ""));
        useEverywhere();

        assertEquals(Set.of(), identifiersFound(printed.toString()), "printed");
        assertEquals(Map.of(), filesThatHoldAny(), "files of the home");
        assertEquals(Set.of(), identifiersFound(databaseWithoutTheOriginal()), "kaiye.db");
        assertEquals(Set.of(), identifiersFound(exported("safe")), "rows");
    }

    @Test
    void tokensAreNoLeakAndTheirVaultHoldsNothingInClear() throws Exception {
        imported(true);
        Path vault = home.resolve("vault");
        try (Workbench rooms = Platform.open(home);
                TokenVault tokens = TokenVault.open(vault, key())) {
            rooms.datasets()
                    .deidentify(
                            "desk",
                            "safe",
                            new Deidentification(
                                    Deidentifier.uniform(
                                            PersonalDataKind.all(), new Action.Token(tokens)),
                                    Map.of("holder", PersonalDataKind.PERSON),
                                    List.of(),
                                    Map.of()),
                            false,
                            tokens::save,
                            Progress.silent());
        }
        useEverywhere();

        assertTrue(Files.size(vault) > 0);
        assertEquals(Set.of(), identifiersFound(printed.toString()), "printed");
        assertEquals(Map.of(), filesThatHoldAny(), "files of the home");
        assertEquals(Set.of(), identifiersFound(databaseWithoutTheOriginal()), "kaiye.db");
        String rows = exported("safe");
        assertEquals(Set.of(), identifiersFound(rows), "rows");
        String revealed = TokenVault.existing(vault, key()).reveal(rows);
        assertTrue(identifiersFound(revealed).containsAll(identifiers(true)));
    }

    /** Rows to train and to test on, one in two ways, one that cannot be read. */
    private void imported(boolean table) throws IOException {
        Path train = folder.resolve("train.csv");
        Path test = folder.resolve("test.csv");
        Files.writeString(
                train, rows(table, 0, ROWS) + row(table, 1, "money") + "broken " + who(3));
        Files.writeString(test, rows(table, ROWS, ROWS + TEST_ROWS));
        Ran ran =
                kaiye.run(
                        Stream.of(
                                        List.of("data", "import", "desk"),
                                        List.of("--train", train.toString()),
                                        List.of("--test", test.toString()),
                                        table ? List.of("--table") : List.<String>of())
                                .flatMap(List::stream)
                                .toArray(String[]::new));
        assertEquals(0, ran.exitCode(), ran.err());
    }

    private static String rows(boolean table, int from, int to) {
        StringBuilder rows =
                new StringBuilder(table ? "text,label,holder,mobile\n" : "text,label\n");
        for (int i = from; i < to; i++) {
            rows.append(row(table, i, i % 2 == 0 ? "money" : "parcel"));
        }
        return rows.toString();
    }

    private static String row(boolean table, int number, String label) {
        String about = number % 2 == 0 ? "the money of order " : "where is my parcel number ";
        return about
                + number
                + " and write to "
                + who(number)
                + ","
                + label
                + (table ? "," + String.join(",", IN_COLUMNS) : "")
                + "\n";
    }

    private static String who(int number) {
        return String.join(" or call ", IN_TEXTS).replace("#", Integer.toString(number));
    }

    private static List<String> identifiers(boolean table) {
        List<String> all = new ArrayList<>(table ? IN_COLUMNS : List.of());
        IN_TEXTS.forEach(
                one -> {
                    for (int i = 0; i < ROWS + TEST_ROWS; i++) {
                        all.add(one.replace("#", Integer.toString(i)));
                    }
                });
        return all.stream().distinct().toList();
    }

    /** Whatever may be done with a version, of the de-identified one; what it prints is kept. */
    private void useEverywhere() {
        String reports = home.resolve("reports").toString();
        ran("data show safe");
        ran("data show safe --json");
        ran("data profile safe");
        ran("data profile safe --json");
        ran("data lineage safe --html " + reports + "/lineage.html");
        ran("data lineage safe --json");
        ran("data dedupe safe --dry-run");
        ran("train model --data safe --recipe linear");
        ran("eval model --data safe");
        ran("models show model");
        ran("models export model " + home.resolve("exported-model"));
        ran("data export safe " + home.resolve("exported.csv"));
        ran("audit");
        ran("doctor");
        assertEquals(1, kaiye.run("train", "none", "--data", "safe@0000").exitCode());
    }

    private void ran(String typed) {
        Ran ran = kaiye.run(typed.split(" "));
        boolean judged = typed.equals("doctor"); // of this machine: ports, memory
        assertTrue(judged || ran.exitCode() == 0, typed + ": " + ran.err());
        printed.append(ran.out()).append(ran.err());
    }

    /**
     * By file, relative to the home, what it holds in its bytes. Not looked at: the contents of the
     * original's splits and its rows that could not be read, where they are meant to be, and the
     * database, which holds examples among the warnings of the original's version and is read row
     * by row.
     */
    private Map<String, Set<String>> filesThatHoldAny() throws IOException {
        Set<String> passedOver = originalBlobs();
        assertFalse(passedOver.isEmpty());
        try (Stream<Path> files = Files.walk(home)) {
            return files
                    .filter(Files::isRegularFile)
                    .filter(file -> !passedOver.contains(file.getFileName().toString()))
                    .filter(file -> !isOfOriginal(home.relativize(file).toString()))
                    .collect(
                            Collectors.toMap(
                                    file -> home.relativize(file).toString(),
                                    file -> identifiersFound(bytes(file))))
                    .entrySet()
                    .stream()
                    .filter(file -> !file.getValue().isEmpty())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    private static boolean isOfOriginal(String file) {
        return file.startsWith("quarantine/desk-") || file.startsWith("kaiye.db");
    }

    /** Hashes of what the original's splits hold and no other version's. */
    private Set<String> originalBlobs() {
        try (Workbench rooms = Platform.open(home)) {
            return rooms
                    .store()
                    .read(
                            sql ->
                                    sql.query(
                                            "SELECT blob FROM dataset_split WHERE name = 'desk'"
                                                    + " AND blob NOT IN (SELECT blob FROM"
                                                    + " dataset_split WHERE name <> 'desk')"))
                    .stream()
                    .map(row -> row.text("blob"))
                    .collect(Collectors.toSet());
        }
    }

    /** Every cell of every table but the row of the original. */
    private String databaseWithoutTheOriginal() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + home.resolve("kaiye.db"));
                Statement names = database.createStatement();
                ResultSet tables =
                        names.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
            while (tables.next()) {
                String table = tables.getString(1);
                String which = table.equals("dataset_version") ? " WHERE name <> 'desk'" : "";
                try (Statement one = database.createStatement();
                        ResultSet rows =
                                one.executeQuery("SELECT * FROM \"" + table + "\"" + which)) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        for (int i = 1; i <= columns; i++) {
                            all.append(rows.getString(i)).append('\n');
                        }
                    }
                }
            }
        }
        assertTrue(all.indexOf("deidentify") > 0, "rows were read");
        return all.toString();
    }

    /** Contents of tables are packed: their rows, not their bytes. */
    private String exported(String name) throws IOException {
        StringBuilder rows = new StringBuilder();
        try (Workbench rooms = Platform.open(home)) {
            DatasetVersion version = rooms.datasets().find(name);
            for (SplitName split : SplitName.values()) {
                if (version.rows(split) > 0) {
                    Path file = folder.resolve(name + "-" + split.word() + ".jsonl");
                    rooms.datasets().export(version.fullReference(), split, file, true);
                    rows.append(Files.readString(file));
                }
            }
        }
        assertTrue(rows.indexOf("where is my parcel number") > 0, "rows were read");
        return rows.toString();
    }

    /** Of the original, to see that the search would find them. */
    private String everything() throws IOException {
        return exported("desk");
    }

    private static Set<String> identifiersFound(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return identifiers(true).stream()
                .filter(one -> lower.contains(one.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static AesKey key() {
        return AesKey.ofBase64(
                Base64.getEncoder().encodeToString(new byte[32]), "It", ErrorCode.INVALID_ARGUMENT);
    }
}
