package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.Posting.Duplicate;
import io.kaiye.ledger.Posting.Posted;
import io.kaiye.ledger.Posting.Refused;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the books as tables: what is asked, what is answered, what is there then. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LedgerTest {
    private final TestDatabase database;

    LedgerTest(TestDatabase database) {
        this.database = database;
    }

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir Path home;
    private Store store;
    private Ledger ledger;

    @BeforeEach
    void open() {
        store = database.open(home);
        ledger = new Ledger(store);
        ledger.open(new Account(new AccountId("cash"), "USD", true));
        ledger.open(new Account(new AccountId("cust"), "USD", false));
        ledger.open(new Account(new AccountId("sales"), "USD", true));
        ledger.open(new Account(new AccountId("yuan"), "CNY", true));
    }

    @AfterEach
    void close() {
        assertEquals(List.of(), ledger.problems());
        store.close();
    }

    /** Each line: what is asked; what comes of it; cust's balance and what is held of it. */
    private void table(String lines) {
        for (String line : lines.strip().lines().toList()) {
            String[] cells = line.split("\\|");
            String[] asked = cells[0].strip().split(" +");
            assertEquals(cells[1].strip(), word(ask(asked)), line);
            Balance balance = ledger.balance(new AccountId("cust")).orElseThrow();
            assertEquals(
                    cells[2].strip(),
                    balance.balanceMicros() + " " + balance.heldMicros(),
                    "after " + line);
        }
    }

    private Posting ask(String[] words) {
        return switch (words[0]) {
            case "post" -> ledger.post(transfer(words));
            case "hold" -> ledger.hold(transfer(words));
            case "settle" ->
                    ledger.settle(
                            new Settlement(
                                    new TransferId(words[1]),
                                    new TransferId(words[2]),
                                    Long.parseLong(words[3]),
                                    "",
                                    NOON));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static Transfer transfer(String[] words) {
        return new Transfer(
                new TransferId(words[1]),
                new AccountId(words[2]),
                new AccountId(words[3]),
                Long.parseLong(words[4]),
                "",
                NOON);
    }

    private static String word(Posting posting) {
        return switch (posting) {
            case Posted _ -> "posted";
            case Duplicate _ -> "duplicate";
            case Refused refused -> refused.reason().name();
        };
    }

    @Test
    void moneyMovesOnceHoweverOftenItIsAsked() {
        table(
                """
                post  a cash cust  1000  | posted              | 1000 0
                post  a cash cust  1000  | duplicate           | 1000 0
                post  a cash cust  1001  | OTHER_REQUEST       | 1000 0
                post  a cash sales 1000  | OTHER_REQUEST       | 1000 0
                hold  a cash cust  1000  | OTHER_REQUEST       | 1000 0
                post  b cust sales  400  | posted              | 600 0
                post  c cust sales  601  | INSUFFICIENT        | 600 0
                post  c cust sales  600  | posted              | 0 0
                post  d cust sales    1  | INSUFFICIENT        | 0 0
                """);
    }

    @Test
    void whatIsHeldCannotBeSpentTwiceAndEndsOnce() {
        table(
                """
                post   a  cash cust 1000 | posted              | 1000 0
                hold   h1 cust sales 700 | posted              | 1000 700
                hold   h1 cust sales 700 | duplicate           | 1000 700
                hold   h2 cust sales 301 | INSUFFICIENT        | 1000 700
                post   b  cust sales 301 | INSUFFICIENT        | 1000 700
                hold   h2 cust sales 300 | posted              | 1000 1000
                settle s1 h1 701         | MORE_THAN_HELD      | 1000 1000
                settle s1 h1 250         | posted              | 750 300
                settle s1 h1 250         | duplicate           | 750 300
                settle s1 h1 251         | OTHER_REQUEST       | 750 300
                settle s2 h1 250         | HOLD_ENDED          | 750 300
                settle s3 h2 0           | posted              | 750 0
                settle s4 h3 1           | UNKNOWN_HOLD        | 750 0
                settle s5 a  1           | UNKNOWN_HOLD        | 750 0
                """);
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsWritten() {
        table(
                """
                post a nobody cust 1                  | UNKNOWN_ACCOUNT | 0 0
                post a cash nobody 1                  | UNKNOWN_ACCOUNT | 0 0
                post a yuan cust 1                    | OTHER_CURRENCY  | 0 0
                post a cash cust 4611686018427387903  | posted          | 4611686018427387903 0
                post b cash cust 4611686018427387903  | TOO_LARGE       | 4611686018427387903 0
                """);
    }

    @Test
    void holdsThatWereNeverSettledAreFound() {
        table(
                """
                post   a  cash cust 100 | posted | 100 0
                hold   h1 cust sales 10 | posted | 100 10
                hold   h2 cust sales 20 | posted | 100 30
                settle s1 h1 10         | posted | 90 20
                """);
        List<Transfer> open = ledger.openHolds(NOON.plusSeconds(1));
        assertEquals(List.of("h2"), open.stream().map(one -> one.id().value()).toList());
        assertEquals(20, open.getFirst().amountMicros());
        assertEquals(List.of(), ledger.openHolds(NOON));
    }

    @Test
    void anAccountKeepsItsTerms() {
        ledger.open(new Account(new AccountId("cust"), "USD", false));
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () -> ledger.open(new Account(new AccountId("cust"), "CNY", false)));
        assertEquals(ErrorCode.ALREADY_EXISTS, refused.code());
        assertEquals(4, ledger.balances().size());
    }

    @Test
    void theDatabaseItselfRefusesToForget() {
        table("post a cash cust 5 | posted | 5 0");
        for (String change :
                List.of(
                        "DELETE FROM transfer",
                        "UPDATE transfer SET amount_micros = 6",
                        "DELETE FROM account",
                        "UPDATE account SET currency = 'EUR'",
                        "UPDATE account SET balance_micros = -1 WHERE name = 'cust'")) {
            assertThrows(
                    KaiyeException.class, () -> store.write(sql -> sql.update(change)), change);
        }
    }

    @Test
    void whatIsTamperedWithIsFound() {
        table("post a cash cust 5 | posted | 5 0");
        String more = "UPDATE account SET balance_micros = balance_micros + ? WHERE name = 'cust'";
        store.write(sql -> sql.update(more, 1));
        List<String> problems = ledger.problems();
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains("USD add up to 1 micros"), problems.toString());
        assertTrue(problems.get(1).startsWith("cust has balance_micros 6"), problems.toString());
        KaiyeException refused = assertThrows(KaiyeException.class, () -> ledger.balances());
        assertEquals(ErrorCode.CORRUPT_FILE, refused.code());
        assertTrue(refused.getMessage().contains("USD add up to 1 micros"), refused.getMessage());
        assertTrue(refused.getMessage().contains("kaiye doctor"), refused.getMessage());
        store.write(sql -> sql.update(more, -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Acme", "a b", "-a", "名"})
    void namesOfAccountsAreChecked(String name) {
        KaiyeException refused = assertThrows(KaiyeException.class, () -> new AccountId(name));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
    }

    @Test
    void amountsCurrenciesAndMemosAreChecked() {
        for (long amount : new long[] {0, -1, Long.MIN_VALUE}) {
            String[] words = {"post", "a", "cash", "cust", String.valueOf(amount)};
            assertThrows(KaiyeException.class, () -> transfer(words));
        }
        String[] itself = {"post", "a", "cash", "cash", "1"};
        assertThrows(KaiyeException.class, () -> transfer(itself));
        assertThrows(KaiyeException.class, () -> new Account(new AccountId("a"), "usd", true));
        assertThrows(KaiyeException.class, () -> new TransferId("a b"));
        assertThrows(
                KaiyeException.class,
                () ->
                        new Settlement(
                                new TransferId("s"),
                                new TransferId("h"),
                                0,
                                "x".repeat(501),
                                NOON));
        assertInstanceOf(
                KaiyeException.class, assertThrows(KaiyeException.class, () -> settle(-1)));
    }

    private static Settlement settle(long amount) {
        return new Settlement(new TransferId("s"), new TransferId("h"), amount, "", NOON);
    }
}
