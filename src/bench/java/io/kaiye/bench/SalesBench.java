package io.kaiye.bench;

import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.Customers;
import io.kaiye.ledger.KeyTerms;
import io.kaiye.ledger.Keys;
import io.kaiye.ledger.Ledger;
import io.kaiye.ledger.Order;
import io.kaiye.ledger.Plan;
import io.kaiye.ledger.PlanSource;
import io.kaiye.ledger.Sale;
import io.kaiye.ledger.Sales;
import io.kaiye.ledger.Subscription;
import io.kaiye.ledger.Unit;
import io.kaiye.ledger.Usage;
import io.kaiye.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Answers sold a second, without the network: each is admitted under a quota, traced, and posted
 * with its price, its upstream's cost and our own before the seller goes on.
 */
public final class SalesBench implements Bench {
    private static final long SELLERS = 32;
    private static final long ANSWERS = 100_000;
    private static final CustomerId ACME = new CustomerId("acme");

    @Override
    public String name() {
        return "sales";
    }

    @Override
    public String purpose() {
        return "answers sold a second with 32 sellers, posted with price, costs and quota";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        long sellers = context.number("sellers", SELLERS);
        long answers = context.number("answers", ANSWERS);
        context.out().println(BenchContext.machineLine());
        try (Store store = Store.open(context.workFolder().resolve("sales"))) {
            Ledger ledger = new Ledger(store);
            Keys keys = new Keys(store, Clock.systemUTC());
            new Customers(store, Clock.systemUTC()).add(ACME, "Acme", "USD", "en");
            KeyTerms all = new KeyTerms(List.of(), List.of(), Optional.empty());
            String key = keys.create(ACME, all).key().prefix();
            Sales.Makings makings =
                    new Sales.Makings(store, ledger, keys, new OnePlan(), Clock.systemUTC(), "USD");
            try (Sales sales = Sales.open(makings)) {
                sell(sales, key, sellers, answers / 5, "warm");
                long start = System.nanoTime();
                double cpu = HttpLoad.cpuSeconds();
                sell(sales, key, sellers, answers, "timed");
                cpu = HttpLoad.cpuSeconds() - cpu;
                double seconds = (System.nanoTime() - start) / 1e9;
                context.out()
                        .printf(
                                Locale.ROOT,
                                "%,d answers by %d sellers in %.1f s: %,.0f a second, %,.0f a CPU"
                                        + " second%n",
                                answers,
                                sellers,
                                seconds,
                                answers / seconds,
                                answers / cpu);
            }
            List<String> problems = ledger.problems();
            context.out().println(problems.isEmpty() ? "the books add up" : problems.toString());
        }
    }

    private static void sell(Sales sales, String key, long sellers, long answers, String word)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (long i = 0; i < sellers; i++) {
                String name = word + i + "-";
                all.add(
                        threads.submit(
                                () -> {
                                    for (long j = 0; j < answers / sellers; j++) {
                                        sell(sales, key, name + j);
                                    }
                                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private static void sell(Sales sales, String key, String id) {
        Order order =
                new Order(
                        id,
                        Optional.of(new Order.Buyer(ACME, key)),
                        "chat",
                        "big",
                        Map.of(Unit.ANSWERS, 1L, Unit.INPUT_TOKENS, 300L, Unit.OUTPUT_TOKENS, 100L),
                        Optional.empty());
        if (!(sales.admit(order) instanceof Sales.Admission.Admitted admitted)) {
            throw new IllegalStateException("not admitted");
        }
        Sale sale = admitted.sale();
        sale.asking("mock", "big", 900);
        Instant now = sales.now();
        sale.settle(
                new Usage(
                        "mock/big",
                        "upstream",
                        Usage.Ending.COMPLETE,
                        "",
                        Map.of(Unit.ANSWERS, 1L, Unit.INPUT_TOKENS, 80L, Unit.OUTPUT_TOKENS, 20L),
                        0,
                        "UPSTREAM",
                        3,
                        List.of(
                                new Usage.UpstreamUse(
                                        "mock",
                                        "big",
                                        "chat-" + id,
                                        80,
                                        0,
                                        20,
                                        24,
                                        "UPSTREAM",
                                        false,
                                        now)),
                        Duration.ofMillis(2),
                        now),
                Optional.empty());
    }

    /** Everybody's plan: a price for each unit and a hard quota of answers. */
    private record OnePlan() implements PlanSource {
        private static final Plan PLAN =
                new Plan(
                        "bench",
                        1,
                        Map.of("en", "Bench"),
                        "USD",
                        Plan.Billing.INVOICE,
                        Plan.Period.MONTH,
                        0,
                        0,
                        Map.of(
                                Unit.ANSWERS,
                                new Plan.UnitTerms(1000, 500_000, Optional.of(1L << 40), true),
                                Unit.INPUT_TOKENS,
                                new Plan.UnitTerms(0, 1_000, Optional.empty(), false),
                                Unit.OUTPUT_TOKENS,
                                new Plan.UnitTerms(0, 3_000, Optional.empty(), false)),
                        Optional.empty(),
                        0,
                        List.of());

        @Override
        public Optional<Subscription> at(CustomerId customer, Instant when) {
            return Optional.of(
                    new Subscription(
                            customer,
                            PLAN,
                            Subscription.State.ACTIVE,
                            when.minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.DAYS),
                            when.plus(Duration.ofDays(30))));
        }

        @Override
        public long revision() {
            return 1;
        }
    }
}
