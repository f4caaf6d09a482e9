package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.store.ChildJvm;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whenever a run is killed, the next one makes what is missing, and nothing twice. */
class InvoicesKillTest {
    private static final int CUSTOMERS = 60;
    private static final int ROUNDS = 3;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant CANCELLED = Instant.parse("2026-05-01T00:00:00Z");

    @TempDir Path folder;

    @Test
    void everyPeriodIsInvoicedAndPostedOnce() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path home = folder.resolve("home");
        prepare(home);
        for (int round = 0; round < ROUNDS; round++) {
            try (ChildJvm child = ChildJvm.start(InvoicesUntilKilled.class, home.toString())) {
                int lines = 1 + random.nextInt(CUSTOMERS / ROUNDS);
                for (int i = 0; i < lines; i++) {
                    child.await("made ");
                }
                child.killed("made ");
            }
        }
        try (Store store = Store.open(home)) {
            Invoices invoices = new Invoices(store, Clock.systemUTC());
            invoices.run(Optional.empty(), Optional.empty());
            List<Integer> places =
                    store.read(
                            sql ->
                                    sql
                                            .query("SELECT sequence FROM invoice ORDER BY sequence")
                                            .stream()
                                            .map(row -> (int) row.number("sequence"))
                                            .toList());
            assertEquals(
                    IntStream.rangeClosed(1, 4 * CUSTOMERS).boxed().toList(), places, "" + seed);
            Ledger ledger = new Ledger(store);
            assertEquals(List.of(), ledger.problems());
            assertEquals(
                    4L * CUSTOMERS * 31_000_000,
                    ledger.balance(Accounts.subscriptions("USD")).orElseThrow().balanceMicros(),
                    "" + seed);
        }
    }

    private void prepare(Path home) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("plans.yaml"),
                        "plans: [{id: p, currency: USD, billing: invoice, period: month,"
                                + " price: 31}]");
        try (Store store = Store.open(home)) {
            new Plans(store, Clock.systemUTC()).apply(file);
            new Invoices(store, Clock.systemUTC()).seller(new Seller("Kaiye Labs", "", "", ""));
            Customers customers = new Customers(store, Clock.systemUTC());
            Subscriptions subscriptions = new Subscriptions(store, Clock.systemUTC());
            for (int i = 0; i < CUSTOMERS; i++) {
                CustomerId id = new CustomerId("c" + i);
                customers.add(id, "C", "USD", "en");
                subscriptions.subscribe(id, "p", START);
                subscriptions.cancel(id, CANCELLED);
            }
        }
    }
}
