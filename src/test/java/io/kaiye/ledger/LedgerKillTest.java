package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.kaiye.store.ChildJvm;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What was said to be posted is posted once, whenever the process is killed. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LedgerKillTest {
    private final TestDatabase database;

    LedgerKillTest(TestDatabase database) {
        this.database = database;
    }

    private static final int ROUNDS = 4;
    private static final long PAID = 1_000_000;

    @TempDir Path home;

    @Test
    void whatWasAcknowledgedSurvivesAKillAndIsThereOnce() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Store store = database.open(home)) {
            Ledger ledger = new Ledger(store);
            ledger.open(new Account(new AccountId("cash"), "USD", true));
            ledger.open(new Account(new AccountId("cust"), "USD", false));
            ledger.open(new Account(new AccountId("sales"), "USD", true));
            AccountId cust = new AccountId("cust");
            ledger.post(
                    new Transfer(
                            new TransferId("paid"),
                            new AccountId("cash"),
                            cust,
                            PAID,
                            "",
                            Instant.EPOCH));
        }
        List<String> said = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (ChildJvm child =
                    ChildJvm.start(
                            PostsUntilKilled.class,
                            home.toString(),
                            database.argument(home),
                            "r" + round)) {
                int lines = 1 + random.nextInt(400);
                for (int i = 0; i < lines; i++) {
                    said.add(child.await("posted ").substring("posted ".length()));
                }
                said.addAll(child.killed("posted "));
            }
        }
        check(said, "seed " + seed);
    }

    private void check(List<String> said, String seed) {
        try (Store store = database.open(home)) {
            Ledger ledger = new Ledger(store);
            assertEquals(List.of(), ledger.problems(), seed);
            for (String id : said) {
                assertEquals(
                        1,
                        store.read(
                                        sql ->
                                                sql.first(
                                                        "SELECT COUNT(*) AS n FROM transfer WHERE"
                                                                + " id = ?",
                                                        id))
                                .orElseThrow()
                                .number("n"),
                        id + ", " + seed);
            }
            // What was cut off is found, and can be ended.
            for (Transfer open : ledger.openHolds(Instant.now())) {
                TransferId id = new TransferId(open.id() + "-released");
                assertInstanceOf(
                        Posting.Posted.class,
                        ledger.settle(new Settlement(id, open.id(), 0, "cut off", Instant.EPOCH)));
            }
            Balance after = ledger.balance(new AccountId("cust")).orElseThrow();
            assertEquals(0, after.heldMicros(), seed);
            long settled =
                    store.read(
                                    sql ->
                                            sql.first(
                                                    "SELECT COUNT(*) AS n FROM transfer WHERE kind"
                                                            + " = 'SETTLE' AND amount_micros > 0"))
                            .orElseThrow()
                            .number("n");
            assertEquals(PAID - PostsUntilKilled.USED * settled, after.balanceMicros(), seed);
        }
    }
}
