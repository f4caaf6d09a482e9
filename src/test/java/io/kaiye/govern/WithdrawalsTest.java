package io.kaiye.govern;

import static io.kaiye.govern.Home.on;
import static io.kaiye.govern.Home.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.SplitName;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Consent is taken back once, and that holds for all that comes later. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class WithdrawalsTest {
    private static final String PERSON = "Zilpha Quux";

    private final TestDatabase database;
    @TempDir Path folder;
    private Home home;

    WithdrawalsTest(TestDatabase database) {
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
    void whatIsImportedLaterLosesTheirRowsByItself() throws IOException {
        home.importText("asked", text("first"), on("consent"));
        assertEquals(1, withdraw().rows());
        assertEquals(List.of(), home.persons.catchUp().done());

        home.importText("asked", text("second"), on("consent"));
        DatasetVersion table = home.importTable("people", people(), on("consent"));
        home.importText("bound", text("third"), on("contract"));
        assertEquals(1, home.persons.pending());
        List<Outcome> done = home.persons.catchUp().done();

        assertEquals(1, done.size(), done.toString());
        assertEquals("withdraw", done.getFirst().kind());
        assertEquals(2, done.getFirst().rows());
        assertEquals(2, home.datasets.load("asked").train().size());
        assertEquals(1, home.datasets.find(table.fullReference()).rows(SplitName.TRAIN));
        assertEquals("consent withdrawn", home.datasets.erased(table).getFirst().reason());
        assertEquals(1, home.rows(PERSON)); // on a contract
        assertEquals(0, home.persons.pending());
        assertEquals(List.of(), home.persons.catchUp().done());
    }

    @Test
    void aPersonWhoIsNotThereYetMayTakeConsentBack() throws IOException {
        assertEquals(0, withdraw().rows());
        home.importText("asked", text("first"), on("consent"));
        assertEquals(1, home.persons.catchUp().done().getFirst().rows());
        assertEquals(0, home.rows(PERSON));
    }

    @Test
    void theRecordSaysNothingInClearAndTheLogIsWhole() throws IOException {
        withdraw();
        home.importText("asked", text("first"), on("consent"));
        home.persons.catchUp();

        assertEquals(List.of(), home.holding("zilpha"));
        String rows =
                home.store.read(sql -> sql.query("SELECT * FROM withdrawal")).stream()
                        .map(row -> row.text("person") + row.text("secret"))
                        .toList()
                        .toString();
        assertFalse(rows.toLowerCase(Locale.ROOT).contains("quux"), rows);
        assertEquals(
                List.of(
                        "withdraw-recorded",
                        "withdraw",
                        "withdraw-done",
                        "import",
                        "withdraw",
                        "withdraw-done"),
                actions());
        List<Object> persons =
                home.audit.list(Instant.EPOCH, 100).stream()
                        .map(entry -> entry.details().get("person"))
                        .filter(person -> person != null)
                        .distinct()
                        .toList();
        assertEquals(1, persons.size(), persons.toString());
        assertEquals(Optional.empty(), home.audit.verify().problem());
    }

    @Test
    void whatTakesNothingLeavesNoTrace() throws IOException {
        withdraw();
        int before = actions().size();
        home.importText("asked", file("a.csv", "text,label\nfine,x\nwell,y\n"), on("consent"));
        assertEquals(1, home.persons.pending());
        assertEquals(List.of(), home.persons.catchUp().done());
        assertEquals(0, home.persons.pending());
        assertEquals(before + 1, actions().size());
    }

    @Test
    void aPurposeLeavesOtherPurposesAlone() throws IOException {
        home.persons.withdraw(Home.query(PERSON), Optional.of("train"));
        home.importText("measured", text("first"), on("consent", "evaluate"));
        home.importText("learnt", text("second"), on("consent", "train", "evaluate"));
        home.importText("unsaid", text("third"), on("consent"));
        home.persons.catchUp();
        assertEquals(3, home.datasets.load("measured").train().size());
        assertEquals(2, home.datasets.load("learnt").train().size());
        assertEquals(2, home.datasets.load("unsaid").train().size());
        assertThrows(
                KaiyeException.class,
                () -> home.persons.withdraw(Home.query(PERSON), Optional.of("No!")));
    }

    @Test
    void aColumnIsLookedInAndOthersAreNot() throws IOException {
        home.importTable(
                "people", file("p.csv", "name,friend\nZilpha Quux,Bob\nBob,Ann\n"), on("consent"));
        home.persons.withdraw(
                new PersonQuery(List.of(PERSON), List.of("friend")), Optional.empty());
        home.importTable(
                "friends",
                file("f.csv", "name,friend\nZilpha Quux,Bob\nBob,Zilpha Quux\n"),
                on("consent"));
        assertEquals(1, home.persons.catchUp().done().getFirst().rows());
        assertEquals(2, home.datasets.find("people").rows(SplitName.TRAIN));
        assertEquals(1, home.datasets.find("friends").rows(SplitName.TRAIN));
    }

    @Test
    void rowsThatCouldNotBeReadAndTextsToBeLabelledGoToo() throws IOException {
        withdraw();
        home.importText(
                "asked",
                file("a.csv", "text,label\nfine,x\nI am Zilpha Quux\nwell,y\n"),
                on("consent"));
        assertEquals(1, home.persons.catchUp().done().getFirst().files().size());
        assertEquals(List.of(), home.persons.catchUp().done());

        queue("asked", "consent");
        queue("bound", "contract");
        assertEquals(1, home.persons.pending());
        assertEquals(1, home.persons.catchUp().done().getFirst().records().get("label_task"));
        assertEquals(List.of(), home.persons.catchUp().done());
        assertEquals(
                List.of("asked: fine", "bound: I am Zilpha Quux", "bound: fine"),
                home.store.read(sql -> sql.query("SELECT queue, text FROM label_task")).stream()
                        .map(row -> row.text("queue") + ": " + row.text("text"))
                        .sorted()
                        .toList());
    }

    @Test
    void whoConsentsAgainIsKept() throws IOException {
        withdraw();
        withdraw();
        Withdrawal one = home.persons.withdrawals().getFirst();
        assertEquals(1, home.persons.withdrawals().size());
        assertEquals(one, home.persons.lift(one.id()).withdrawal());
        assertEquals(List.of(), home.persons.withdrawals());
        home.importText("asked", text("first"), on("consent"));
        assertEquals(List.of(), home.persons.catchUp().done());
        assertEquals(1, home.rows(PERSON));
        assertTrue(actions().contains("withdraw-lifted"));
        assertEquals(
                "",
                home.store.read(
                        sql ->
                                sql.first("SELECT secret FROM withdrawal")
                                        .orElseThrow()
                                        .text("secret")));
        KaiyeException unknown =
                assertThrows(KaiyeException.class, () -> home.persons.lift(one.id()));
        assertEquals(ErrorCode.INVALID_ARGUMENT, unknown.code());
        assertEquals(1, withdraw().rows());
    }

    @Test
    void anErasureSaysThatTheWithdrawalIsKept() {
        withdraw();
        Outcome outcome = home.persons.erase(Home.query(PERSON));
        String id = home.persons.withdrawals().getFirst().id();
        assertTrue(outcome.remains().getLast().contains("--lift " + id), outcome.toString());
        assertEquals(List.of(), home.persons.erase(Home.query("somebody else")).remains());
    }

    @Test
    void withAnotherKeyItIsSaidAndCanBeEnded() throws IOException {
        withdraw();
        Path key = home.store.home().resolve("secrets/person-key");
        byte[] first = Files.readAllBytes(key);
        Files.write(key, new byte[32]);
        home.importText("asked", text("first"), on("consent"));
        String other = failure(home.persons.catchUp());
        assertTrue(other.contains("--lift " + id()), other);
        assertEquals(1, home.persons.pending());
        Files.delete(key);
        failure(home.persons.catchUp());
        Files.write(key, new byte[3]);
        assertTrue(failure(home.persons.catchUp()).contains("3 bytes"));
        Files.write(key, first);
        assertEquals(1, home.persons.catchUp().done().getFirst().rows());
        Files.write(key, new byte[32]);
        home.persons.lift(home.persons.withdrawals().getFirst().id());
        assertEquals(0, home.persons.pending());
    }

    @Test
    void oneThatFailsDoesNotStopTheOthers() throws IOException {
        withdraw();
        String open = id();
        home.now = home.now.plusSeconds(1);
        home.persons.withdraw(Home.query("somebody else"), Optional.empty());
        String closed = home.persons.withdrawals().getLast().id();
        home.store.write(
                sql -> sql.update("UPDATE withdrawal SET secret = '00' WHERE id = ?", closed));
        DatasetVersion asked = home.importText("asked", text("first"), on("consent"));
        home.importText("short", text("second"), until("2026-01-01"));
        home.now = Instant.parse("2027-01-01T00:00:00Z");
        assertEquals(List.of(open, closed), home.persons.unapplied(asked));

        CaughtUp caught = home.persons.catchUp();

        assertEquals(
                List.of("delete-by", "withdraw"),
                caught.done().stream().map(Outcome::kind).toList());
        assertEquals(Map.of(caught.done().getLast().erasure(), open), caught.withdrawals());
        assertTrue(failure(caught).contains("1 withdrawal (" + closed + ")"), failure(caught));
        assertEquals(0, home.rows(PERSON));
        assertEquals(List.of(closed), home.persons.unapplied(asked));
        assertEquals(1, home.persons.pending());
        assertEquals(List.of(), home.persons.catchUp().done());
        home.persons.lift(closed);
        assertEquals(List.of(), home.persons.unapplied(asked));
        assertEquals(0, home.persons.pending());
    }

    @Test
    void whatFailsAtEveryCommandIsEnteredOnceAndLeavesNoTexts() throws IOException {
        home.importText("old", file("a.csv", "text,label\nfine,x\nwell,y\n"), on("consent"));
        withdraw();
        Path old = content();
        byte[] content = Files.readAllBytes(old);
        home.importText("asked", text("first"), on("consent"));
        old.toFile().setWritable(true);
        Files.writeString(old, "{");
        for (int i = 0; i < 3; i++) {
            failure(home.persons.catchUp());
        }
        assertEquals(1, failed());
        assertEquals(1, home.store.read(sql -> sql.query("SELECT id FROM erasure")).size());
        assertEquals(
                List.of(),
                home.holding("zilpha").stream()
                        .filter(name -> name.startsWith("kaiye.db"))
                        .toList());
        Files.write(old, content);
        assertEquals(1, home.persons.catchUp().done().getFirst().rows());

        home.importText("asked", text("second"), on("consent"));
        Files.writeString(old, "{");
        failure(home.persons.catchUp());
        failure(home.persons.catchUp());
        assertEquals(2, failed());
        assertEquals(Optional.empty(), home.audit.verify().problem());
    }

    @Test
    void nobodyIsLiftedWhileAnotherProcessIsErasing() throws IOException {
        withdraw();
        home.importText("asked", text("first"), on("consent"));
        try (FileChannel channel =
                        FileChannel.open(
                                home.store.home().resolve("erasing.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            assertTrue(home.persons.catchUp().busy());
            KaiyeException busy = assertThrows(KaiyeException.class, () -> home.persons.lift(id()));
            assertEquals(ErrorCode.HOME_BUSY, busy.code());
        }
        assertEquals(Optional.empty(), home.persons.lift(id()).notScrubbed());
    }

    @Test
    void whatFailsIsTriedAgain() throws IOException {
        home.importText("asked", text("first"), on("consent"));
        Path file = content();
        byte[] content = Files.readAllBytes(file);
        file.toFile().setWritable(true);
        Files.writeString(file, "{");
        assertThrows(KaiyeException.class, this::withdraw);
        assertEquals(1, home.persons.withdrawals().size());
        Files.write(file, content);
        assertEquals(1, home.persons.catchUp().done().getFirst().rows());
        assertEquals(0, home.rows(PERSON));
    }

    private Outcome withdraw() {
        return home.persons.withdraw(Home.query(PERSON), Optional.empty());
    }

    private String id() {
        return home.persons.withdrawals().getFirst().id();
    }

    /** The one failure there is, in words. */
    private static String failure(CaughtUp caught) {
        assertEquals(1, caught.failures().size(), caught.toString());
        return String.valueOf(caught.failures().getFirst().getMessage());
    }

    private long failed() {
        return actions().stream().filter("withdraw-failed"::equals).count();
    }

    /** The file of the rows of the only split that has some. */
    private Path content() {
        return home.store
                .blobs()
                .path(
                        home.store.read(
                                sql ->
                                        sql.first("SELECT blob FROM dataset_split WHERE rows > 0")
                                                .orElseThrow()
                                                .text("blob")));
    }

    private List<String> actions() {
        return home.audit.list(Instant.EPOCH, 100).stream().map(AuditEntry::action).toList();
    }

    private void queue(String name, String basis) {
        home.store.write(
                sql -> {
                    sql.update(
                            "INSERT INTO label_queue VALUES (?, ?, 0)",
                            name,
                            "{\"terms\":" + Json.line(on(basis)) + "}");
                    for (String text : List.of("fine", "I am Zilpha Quux")) {
                        sql.update(
                                "INSERT INTO label_task (queue, text, wanted) VALUES (?, ?, 1)",
                                name,
                                text);
                    }
                    return true;
                });
    }

    /** Three rows, one of them of the person; of another content for each word. */
    private Path text(String word) throws IOException {
        return file(
                word + ".csv",
                "text,label\nI am ZILPHA　Quux and wait,x\n" + word + ",y\nmoney please,x\n");
    }

    /** Two rows, one of them of the person. */
    private Path people() throws IOException {
        return file("people.csv", "id,name\n42,Ann Lee\n43,Zilpha Quux\n");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
