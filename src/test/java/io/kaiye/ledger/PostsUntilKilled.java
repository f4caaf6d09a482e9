package io.kaiye.ledger;

import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Holds and settles with 16 threads for as long as it lives, and prints the id of every transfer
 * once the ledger has said that it is posted. Arguments: home, its database, a word that begins
 * every id.
 */
final class PostsUntilKilled {
    private static final int THREADS = 16;
    static final long HELD = 7;
    static final long USED = 5;

    private PostsUntilKilled() {}

    public static void main(String[] arguments) throws Exception {
        Store store = TestDatabase.open(arguments[0], arguments[1]);
        Ledger ledger = new Ledger(store);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> posting = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String begin = arguments[2] + "-" + i + "-";
                posting.add(threads.submit(() -> postForEver(ledger, begin)));
            }
            for (Future<?> one : posting) {
                one.get();
            }
        }
    }

    private static void postForEver(Ledger ledger, String begin) {
        for (int i = 0; ; i++) {
            TransferId hold = new TransferId(begin + i + "h");
            Transfer transfer =
                    new Transfer(
                            hold,
                            new AccountId("cust"),
                            new AccountId("sales"),
                            HELD,
                            "",
                            Instant.EPOCH);
            say(ledger.hold(transfer), hold);
            TransferId id = new TransferId(begin + i + "s");
            say(ledger.settle(new Settlement(id, hold, USED, "", Instant.EPOCH)), id);
        }
    }

    private static synchronized void say(Posting posting, TransferId id) {
        if (!(posting instanceof Posting.Posted)) {
            throw new IllegalStateException(posting.toString());
        }
        System.out.println("posted " + id);
        System.out.flush();
    }
}
