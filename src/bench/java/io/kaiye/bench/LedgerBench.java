package io.kaiye.bench;

import io.kaiye.ledger.Account;
import io.kaiye.ledger.AccountId;
import io.kaiye.ledger.Ledger;
import io.kaiye.ledger.Posting;
import io.kaiye.ledger.Settlement;
import io.kaiye.ledger.Transfer;
import io.kaiye.ledger.TransferId;
import io.kaiye.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Durable postings a second: 64 writers, each hold and settlement on the disk before the next. */
public final class LedgerBench implements Bench {
    private static final long WRITERS = 64;
    private static final long POSTINGS = 200_000;
    private static final int CUSTOMERS = 16;
    private static final double BAR = 20_000;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String purpose() {
        return "durable postings a second with 64 writers: >= 20,000";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        long writers = context.number("writers", WRITERS);
        long postings = context.number("postings", POSTINGS);
        context.out().println(BenchContext.machineLine());
        try (Store store = Store.open(context.workFolder().resolve("books"))) {
            Ledger ledger = new Ledger(store);
            open(ledger);
            work(ledger, writers, Math.min(postings, POSTINGS / 10), "warm");
            long start = System.nanoTime();
            work(ledger, writers, postings, "timed");
            double seconds = (System.nanoTime() - start) / 1e9;
            double speed = postings / seconds;
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%,d postings (half hold, half settle) by %d writers in %.1f s:"
                                    + " %,.0f a second  bar >= 20,000  %s%n",
                            postings,
                            writers,
                            seconds,
                            speed,
                            speed >= BAR ? "met" : "MISSED");
            List<String> problems = ledger.problems();
            context.out()
                    .println(
                            problems.isEmpty()
                                    ? "the books add up"
                                    : "the books do not add up: " + problems);
        }
    }

    private static void open(Ledger ledger) {
        AccountId cash = new AccountId("cash");
        ledger.open(new Account(cash, "USD", true));
        ledger.open(new Account(new AccountId("sales"), "USD", true));
        for (int i = 0; i < CUSTOMERS; i++) {
            AccountId customer = new AccountId("customer:" + i);
            ledger.open(new Account(customer, "USD", false));
            TransferId paid = new TransferId("paid-" + i);
            ledger.post(new Transfer(paid, cash, customer, 1L << 40, "", Instant.EPOCH));
        }
    }

    private static void work(Ledger ledger, long writers, long postings, String word)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (long i = 0; i < writers; i++) {
                long number = i;
                long pairs = postings / 2 / writers;
                all.add(threads.submit(() -> pairs(ledger, word + number, number, pairs)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private static void pairs(Ledger ledger, String word, long writer, long pairs) {
        AccountId customer = new AccountId("customer:" + writer % CUSTOMERS);
        AccountId sales = new AccountId("sales");
        for (long i = 0; i < pairs; i++) {
            TransferId hold = new TransferId(word + "-" + i + "-h");
            Instant now = Instant.now();
            require(ledger.hold(new Transfer(hold, customer, sales, 100, "", now)));
            TransferId settled = new TransferId(word + "-" + i + "-s");
            require(ledger.settle(new Settlement(settled, hold, 60, "", now)));
        }
    }

    private static void require(Posting posting) {
        if (!(posting instanceof Posting.Posted)) {
            throw new IllegalStateException(posting.toString());
        }
    }
}
