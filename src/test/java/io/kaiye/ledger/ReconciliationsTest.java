package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.Reconciliation.Line;
import io.kaiye.ledger.Reconciliation.Side;
import io.kaiye.ledger.Reconciliations.Terms;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Upstreams' invoices, call by call. The calls are chat-2, chat-3 and chat-4. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ReconciliationsTest {
    private static final Terms EXACT = new Terms(0, Optional.empty(), Optional.empty());
    private static final AccountId MOCK = Accounts.upstream("mock", "USD");

    @TempDir Path home;
    private final TestDatabase database;
    private Trade trade;
    private Reconciliations reconciliations;

    ReconciliationsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void sell() {
        trade = new Trade(home, database);
        trade.sell(
                new Trade.Call(
                        1,
                        "desk",
                        Usage.Ending.COMPLETE,
                        1,
                        0,
                        0,
                        List.of(100L, 200L, 300L),
                        0,
                        0));
        reconciliations = new Reconciliations(trade.store(), trade.ledger(), trade.clock());
    }

    @AfterEach
    void close() {
        assertEquals(List.of(), trade.ledger().problems());
        trade.close();
    }

    private UpstreamBill bill(String text) {
        try {
            return UpstreamBill.read(
                    Files.writeString(home.resolve("bill.csv"), text), "id", "cost");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyCallFallsOnOneSide() {
        Reconciliation found =
                reconciliations.compare(
                        "mock",
                        bill(
                                """
                                id,what,cost
                                chat-2,a,0.000100
                                chat-4,b,0.00025
                                other,c,0.00004
                                """),
                        EXACT);
        assertEquals(new Side(1, 100, 100), found.equal());
        assertEquals(List.of(new Line("chat-4", 250, 300)), found.different());
        assertEquals(List.of(new Line("other", 40, 0)), found.invoiceOnly());
        assertEquals(List.of(new Line("chat-3", 0, 200)), found.booksOnly());
        assertEquals(new Side(4, 390, 600), found.total());
        assertEquals(600, trade.balance(MOCK));
    }

    @Test
    void postingMakesTheBooksSayWhatTheInvoiceSaysOnce() {
        UpstreamBill bill = bill("cost,id\n0.0001,chat-2\n0.00025,chat-4\n0.00004,other\n");
        Reconciliation posted = reconciliations.post("mock", bill, EXACT);
        assertEquals(590, trade.balance(MOCK), "250 + 100 + 40, and 200 that is not on it");
        assertEquals(-590, trade.balance(Accounts.upstreamCost("USD")));
        assertEquals(posted, reconciliations.post("mock", bill, EXACT));
        assertEquals(590, trade.balance(MOCK));
        assertEquals(List.of(posted), reconciliations.list());
        assertEquals(posted, Json.parse(Json.line(posted), Reconciliation.class));
    }

    @Test
    void whatWasTakenBackAndIsAskedForLaterIsOwedAgain() {
        Instant start = Trade.START;
        Terms march = new Terms(0, Optional.of(start), Optional.of(start.plusSeconds(60)));
        reconciliations.post("mock", bill("id,cost\nchat-2,0.0001\n"), march);
        assertEquals(100, trade.balance(MOCK));
        Reconciliation next = reconciliations.post("mock", bill("id,cost\nchat-3,0.0002\n"), EXACT);
        assertEquals(List.of(new Line("chat-3", 200, 0)), next.different());
        assertEquals(300, trade.balance(MOCK));
    }

    @Test
    void aToleranceHidesNothingFromTheSums() {
        Terms loose = new Terms(5, Optional.empty(), Optional.empty());
        Reconciliation found =
                reconciliations.post(
                        "mock",
                        bill(
                                """
                                id,cost
                                chat-2,0.000103
                                chat-3,0.0001
                                chat-3,0.0001
                                chat-4,0.0002994999
                                """),
                        loose);
        assertEquals(new Side(3, 602, 600), found.equal());
        assertEquals(602, trade.balance(MOCK));
    }

    @Test
    void whatWasInterruptedGoesOnAndCompletes() {
        StringBuilder text = new StringBuilder("id,cost\nchat-2,0.00015\n");
        for (int i = 0; i < 2 * Correcting.BATCH; i++) {
            text.append("other-").append(i).append(",0.000001\n");
        }
        UpstreamBill bill = bill(text.append("broken,0.000001\n").toString());
        Terms march =
                new Terms(0, Optional.of(Trade.START), Optional.of(Trade.START.plusSeconds(60)));
        stopAtTheCall("broken");
        assertThrows(RuntimeException.class, () -> reconciliations.post("mock", bill, march));
        assertEquals(600 + 50 + 999, trade.balance(MOCK), "two batches of three");
        assertEquals(List.of(), reconciliations.list());
        UpstreamBill other = bill("id,cost\nchat-3,0.0009\n");
        assertEquals(
                ErrorCode.NOT_READY,
                assertThrows(KaiyeException.class, () -> reconciliations.post("mock", other, EXACT))
                        .code());
        goOn();
        Reconciliation posted = reconciliations.post("mock", bill, EXACT);
        assertEquals(150 + 1001, trade.balance(MOCK), "with the terms that it began with");
        assertEquals(posted, reconciliations.post("mock", bill, EXACT));
        assertEquals(List.of(posted), reconciliations.list());
        reconciliations.post("mock", other, EXACT);
        assertEquals(150 + 1001 + 900, trade.balance(MOCK));
    }

    private void stopAtTheCall(String call) {
        String when = "CREATE TRIGGER stop BEFORE INSERT ON reconciled_call";
        String named = " WHEN (NEW.call = '" + call + "')";
        trade.store()
                .write(
                        sql ->
                                sql.update(
                                        database == TestDatabase.SQLITE
                                                ? when
                                                        + named
                                                        + " BEGIN SELECT RAISE(ABORT, 'x'); END"
                                                : when
                                                        + " FOR EACH ROW"
                                                        + named
                                                        + " EXECUTE FUNCTION kaiye_refuse('x')"));
    }

    private void goOn() {
        String drop = "DROP TRIGGER stop";
        trade.store()
                .write(
                        sql ->
                                sql.update(
                                        database == TestDatabase.SQLITE
                                                ? drop
                                                : drop + " ON reconciled_call"));
    }

    @Test
    void wrongFilesAreNamed() {
        assertTrue(refused("id,price\na,1\n").contains("--cost-column"));
        assertTrue(refused("id,cost\na,x\n,1\n").contains("line 2: the cost is \"x\""));
        assertTrue(refused("").contains("has no column"));
        KaiyeException unknown =
                assertThrows(
                        KaiyeException.class,
                        () -> reconciliations.compare("mok", bill("id,cost\n"), EXACT));
        assertEquals(ErrorCode.UNKNOWN_UPSTREAM, unknown.code());
        assertTrue(unknown.getMessage().contains("Did you mean \"mock\""), unknown.getMessage());
    }

    private String refused(String text) {
        KaiyeException refused = assertThrows(KaiyeException.class, () -> bill(text));
        assertEquals(ErrorCode.INVALID_FILE, refused.code());
        return refused.getMessage();
    }
}
