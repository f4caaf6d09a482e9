package io.kaiye.ledger;

import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Books for tests, with three customers who have bought: {@code acme} pays by invoice, {@code bibi}
 * in advance, both with a model of a publisher; {@code cora} pays in another currency.
 */
public final class Trade implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    public static final CustomerId ACME = new CustomerId("acme");
    public static final CustomerId BIBI = new CustomerId("bibi");
    public static final CustomerId CORA = new CustomerId("cora");

    private static final List<CustomerId> CUSTOMERS = List.of(ACME, BIBI, CORA);
    private static final String PLANS =
            """
            plans:
              - id: metered
                name: {en: Metered}
                currency: USD
                billing: invoice
                period: month
                price: 29
                units:
                  answers: {included: 6, per_1000: 0.50, quota: 60, quota_kind: soft}
                  input_tokens: {included: 900, per_1000: "0.100001"}
                  output_tokens: {per_1000: 0.30}
                discount: 12.5%
                models:
                  - {model: news, answers: {per_1000: 2}, publisher: press, share: 70%}
              - id: prepaid
                name: {en: Prepaid}
                currency: USD
                billing: prepaid
                period: month
                price: 0
                units:
                  answers: {per_1000: 0.70}
                  input_tokens: {per_1000: 0.11}
                  output_tokens: {per_1000: 0.33}
                models:
                  - {model: news, answers: {per_1000: 3}, publisher: press, share: 33.33%}
              - id: yuan
                name: {en: Yuan}
                currency: CNY
                billing: invoice
                period: month
                price: 0
                units:
                  answers: {per_1000: 3.5}
                  input_tokens: {per_1000: 0.7}
            """;

    private final Store store;
    private final Ledger ledger;
    private final Keys keys;
    private final Subscriptions subscriptions;
    private final Sales sales;
    private final Map<CustomerId, String> prefixes = new HashMap<>();
    private final Map<CustomerId, KeySecret> secrets = new HashMap<>();
    private volatile Instant now = START;
    private int answers;

    /**
     * One call.
     *
     * @param customer 0 for the operator, else the place of the customer
     * @param later minutes since the one before
     */
    public record Call(
            int customer,
            String model,
            Usage.Ending ending,
            long answers,
            long input,
            long output,
            List<Long> tries,
            long ownMicros,
            int later) {}

    /** Random calls. */
    public static Arbitrary<List<Call>> calls() {
        Arbitrary<Call> call =
                Combinators.combine(
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.of("desk", "news"),
                                Arbitraries.of(
                                        Usage.Ending.COMPLETE,
                                        Usage.Ending.COMPLETE,
                                        Usage.Ending.CANCELLED,
                                        Usage.Ending.BROKEN,
                                        Usage.Ending.FAILED),
                                Arbitraries.longs().between(0, 4),
                                Arbitraries.longs().between(0, 500),
                                Arbitraries.longs().between(0, 300),
                                Arbitraries.longs().between(0, 5_000).list().ofMaxSize(3),
                                Arbitraries.integers().between(0, 3_000))
                        .as(
                                (customer, model, ending, count, input, output, tries, later) ->
                                        new Call(
                                                customer, model, ending, count, input, output,
                                                tries, count * 7, later));
        return call.list().ofMinSize(1).ofMaxSize(40);
    }

    public Trade(Path home) {
        this(home, TestDatabase.SQLITE);
    }

    public Trade(Path home, TestDatabase database) {
        store = database.open(home);
        InstantSource clock = () -> now;
        ledger = new Ledger(store);
        keys = new Keys(store, clock);
        subscriptions = new Subscriptions(store, clock);
        Customers customers = new Customers(store, clock);
        customers.add(ACME, "Acme Ltd", "USD", "en");
        customers.add(BIBI, "Bibi Inc", "USD", "en");
        customers.add(CORA, "Cora Co", "CNY", "zh");
        new Plans(store, clock).apply(plans(home));
        new Invoices(store, clock).seller(new Seller("Kaiye Labs", "", "", ""));
        subscriptions.subscribe(ACME, "metered", START);
        subscriptions.subscribe(BIBI, "prepaid", START);
        subscriptions.subscribe(CORA, "yuan", START);
        for (CustomerId customer : CUSTOMERS) {
            NewKey made =
                    keys.create(customer, new KeyTerms(List.of(), List.of(), Optional.empty()));
            prefixes.put(customer, made.key().prefix());
            secrets.put(customer, made.secret());
        }
        sales = Sales.open(new Sales.Makings(store, ledger, keys, subscriptions, clock, "USD"));
    }

    private static Path plans(Path home) {
        try {
            return Files.writeString(home.resolve("plans.yaml"), PLANS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Store store() {
        return store;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public Keys keys() {
        return keys;
    }

    public KeySecret secret(CustomerId customer) {
        return Optional.ofNullable(secrets.get(customer)).orElseThrow();
    }

    public InstantSource clock() {
        return () -> now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** Pays in for bibi. */
    public void payIn(long micros) {
        Accounts.of(BIBI, "USD").forEach(ledger::open);
        ledger.post(
                new Transfer(
                        new TransferId("paid-" + ++answers),
                        Accounts.cash("USD"),
                        Accounts.credit(BIBI),
                        micros,
                        "",
                        now));
    }

    /** Admits a call, which sets nothing aside, and ends it. */
    public void sell(Call call) {
        sellSlowly(call, Duration.ZERO);
    }

    /** As {@link #sell}, with some time between its beginning and its end. */
    public void sellSlowly(Call call, Duration work) {
        pass(Duration.ofMinutes(call.later()));
        Optional<Order.Buyer> buyer =
                call.customer() == 0
                        ? Optional.empty()
                        : Optional.of(buyer(CUSTOMERS.get(call.customer() - 1)));
        Order order =
                new Order(
                        "ans_" + ++answers,
                        buyer,
                        "chat",
                        call.model(),
                        Map.of(),
                        Optional.empty());
        Sale sale = SalesHome.admitted(sales.admit(order));
        pass(work);
        if (call.ending() == Usage.Ending.FAILED) {
            sale.release(usage(call));
        } else {
            sale.settle(usage(call), Optional.empty());
        }
    }

    private Order.Buyer buyer(CustomerId customer) {
        return new Order.Buyer(customer, Optional.ofNullable(prefixes.get(customer)).orElseThrow());
    }

    private Usage usage(Call call) {
        return new Usage(
                call.model() + "@1",
                call.tries().isEmpty() ? "direct" : "upstream",
                call.ending(),
                "",
                Map.of(
                        Unit.ANSWERS, call.answers(),
                        Unit.INPUT_TOKENS, call.input(),
                        Unit.OUTPUT_TOKENS, call.output()),
                call.input() / 2,
                "LOCAL",
                call.ownMicros(),
                call.tries().stream().map(this::use).toList(),
                Duration.ofMillis(3),
                now);
    }

    private Usage.UpstreamUse use(long micros) {
        return new Usage.UpstreamUse(
                "mock",
                "big",
                "chat-" + ++answers,
                10,
                0,
                5,
                micros,
                micros % 2 == 1 ? "COUNTED" : "UPSTREAM",
                micros % 2 == 1,
                now);
    }

    public long balance(AccountId id) {
        return ledger.balance(id).map(Balance::balanceMicros).orElse(0L);
    }

    @Override
    public void close() {
        sales.close();
        store.close();
    }
}
