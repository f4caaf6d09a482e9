package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.base.FileTrees;
import io.kaiye.ledger.Posting.Refusal;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random requests, repeated and contradictory ones too, against a ledger of a few lines. */
class LedgerModelTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> NAMES = List.of("bank", "ann", "bob", "shop");

    /** One request. */
    record Request(String what, int id, int from, int to, long amount) {}

    @Provide
    Arbitrary<List<Request>> requests() {
        return Combinators.combine(
                        Arbitraries.of("post", "post", "hold", "settle"),
                        Arbitraries.integers().between(0, 25),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.longs().between(1, 60))
                .as(Request::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Property(tries = 60)
    void theBooksAgreeWithTheReference(@ForAll("requests") List<Request> requests)
            throws IOException {
        compare(TestDatabase.SQLITE, requests);
    }

    @Property(tries = 20)
    void onPostgresToo(@ForAll("requests") List<Request> requests) throws IOException {
        compare(TestDatabase.POSTGRES, requests);
    }

    private static void compare(TestDatabase database, List<Request> requests) throws IOException {
        Path home = Files.createTempDirectory("ledger");
        try (Store store = database.open(home)) {
            Ledger ledger = new Ledger(store);
            for (String name : NAMES) {
                ledger.open(new Account(new AccountId(name), "USD", name.equals("bank")));
            }
            Reference reference = new Reference();
            for (Request request : requests) {
                assertEquals(reference.ask(request), word(ask(ledger, request)), request + "");
            }
            for (Balance balance : ledger.balances()) {
                String name = balance.account().id().value();
                assertEquals(reference.balances.get(name), balance.balanceMicros(), name);
                assertEquals(reference.held.get(name), balance.heldMicros(), name);
            }
            assertEquals(List.of(), ledger.problems());
        } finally {
            FileTrees.delete(home);
        }
    }

    private static Posting ask(Ledger ledger, Request request) {
        TransferId id = new TransferId("t" + request.id());
        if (request.what().equals("settle")) {
            TransferId hold = new TransferId("t" + (request.id() + request.from()) % 26);
            return ledger.settle(new Settlement(id, hold, request.amount(), "", NOON));
        }
        Transfer transfer =
                new Transfer(
                        id,
                        new AccountId(NAMES.get(request.from())),
                        new AccountId(NAMES.get((request.from() + request.to()) % 4)),
                        request.amount(),
                        "",
                        NOON);
        return request.what().equals("hold") ? ledger.hold(transfer) : ledger.post(transfer);
    }

    private static String word(Posting posting) {
        return switch (posting) {
            case Posting.Posted _ -> "posted";
            case Posting.Duplicate _ -> "duplicate";
            case Posting.Refused refused -> refused.reason().name();
        };
    }

    /** What a ledger is, without a disk. */
    private static final class Reference {
        final Map<String, Long> balances = new HashMap<>();
        final Map<String, Long> held = new HashMap<>();
        private final Map<Integer, String> known = new HashMap<>();
        private final Map<Integer, Request> holds = new HashMap<>();
        private final Map<Integer, Boolean> ended = new HashMap<>();

        Reference() {
            NAMES.forEach(name -> balances.put(name, 0L));
            NAMES.forEach(name -> held.put(name, 0L));
        }

        String ask(Request request) {
            boolean settles = request.what().equals("settle");
            int hold = (request.id() + request.from()) % 26;
            String from = NAMES.get(request.from());
            String to = NAMES.get((request.from() + request.to()) % 4);
            String content = request.what() + (settles ? hold : from + to) + " " + request.amount();
            if (known.containsKey(request.id())) {
                return known.get(request.id()).equals(content)
                        ? "duplicate"
                        : Refusal.OTHER_REQUEST.name();
            }
            if (settles) {
                Request held = holds.get(hold);
                if (held == null) {
                    return Refusal.UNKNOWN_HOLD.name();
                }
                if (ended.containsKey(hold)) {
                    return Refusal.HOLD_ENDED.name();
                }
                if (request.amount() > held.amount()) {
                    return Refusal.MORE_THAN_HELD.name();
                }
                ended.put(hold, true);
                from = NAMES.get(held.from());
                to = NAMES.get((held.from() + held.to()) % 4);
                this.held.merge(from, -held.amount(), Long::sum);
            } else if (!from.equals("bank")
                    && balances.getOrDefault(from, 0L) - held.getOrDefault(from, 0L)
                            < request.amount()) {
                return Refusal.INSUFFICIENT.name();
            }
            known.put(request.id(), content);
            if (request.what().equals("hold")) {
                holds.put(request.id(), request);
                held.merge(from, request.amount(), Long::sum);
            } else {
                balances.merge(from, -request.amount(), Long::sum);
                balances.merge(to, request.amount(), Long::sum);
            }
            return "posted";
        }
    }
}
