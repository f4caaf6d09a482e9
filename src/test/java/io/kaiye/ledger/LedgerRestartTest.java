package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.store.PostgresServer;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes post to one set of books while its server is started again and crashes. */
class LedgerRestartTest {
    private static final int THREADS = 8;
    private static final AccountId CASH = new AccountId("cash");
    private static final AccountId SALES = new AccountId("sales");

    @TempDir Path home;
    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void whatWasPostedIsThereOnceWhateverTheServerDid() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                Store one = Store.open(home.resolve("one"), server.newDatabase());
                Store two = Store.open(home.resolve("two"), server.address("kaiye_0"))) {
            Ledger ledger = new Ledger(one);
            ledger.open(new Account(CASH, "USD", true));
            ledger.open(new Account(SALES, "USD", true));
            Ledger other = new Ledger(two);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> posting = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    int number = i;
                    posting.add(
                            threads.submit(() -> post(number % 2 == 0 ? ledger : other, number)));
                }
                for (int round = 0; round < 2; round++) {
                    Thread.sleep(300);
                    server.restart();
                    Thread.sleep(300);
                    server.crash();
                    server.run();
                }
                enough.set(true);
                for (Future<?> each : posting) {
                    each.get();
                }
            }
            assertEquals(List.of(), ledger.problems());
            long rows =
                    one.read(sql -> sql.first("SELECT COUNT(*) AS n FROM transfer"))
                            .orElseThrow()
                            .number("n");
            assertEquals(said.size(), rows, failures.toString());
            assertEquals(rows, ledger.balance(SALES).orElseThrow().balanceMicros());
            assertTrue(rows > 0);
        }
    }

    /** As a caller does: what failed is asked again, by the same id. */
    private void post(Ledger ledger, int thread) {
        for (int i = 0; !enough.get(); i++) {
            TransferId id = new TransferId("t" + thread + "-" + i);
            Transfer transfer = new Transfer(id, CASH, SALES, 1, "", Instant.EPOCH);
            boolean there = false;
            while (!there) {
                there = isThere(ledger, transfer);
            }
            said.add(id.value());
        }
    }

    private boolean isThere(Ledger ledger, Transfer transfer) {
        try {
            return !(ledger.post(transfer) instanceof Posting.Refused);
        } catch (KaiyeException e) {
            assertTrue(e.code().retryable(), e.getMessage());
            failures.add(e.code().name());
            return false;
        }
    }
}
