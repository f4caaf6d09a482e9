package io.kaiye.bench;

import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.Customers;
import io.kaiye.ledger.KeyTerms;
import io.kaiye.ledger.Keys;
import io.kaiye.ledger.Plans;
import io.kaiye.ledger.Subscriptions;
import io.kaiye.store.DatabaseAddress;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A home that sells chat answers of one upstream to one customer, with every price set. */
final class ShopHome {
    static final CustomerId CUSTOMER = new CustomerId("bench");
    static final String MODEL = "mock";

    private static final String PLANS =
            """
            plans:
              - id: bench
                name: {en: Bench, zh: 测试}
                currency: USD
                billing: invoice
                period: month
                units:
                  answers: {included: 1000, per_1000: 0.50, quota: QUOTA, quota_kind: hard}
                  input_tokens: {per_1000: 0.001}
                  output_tokens: {per_1000: 0.003}
            """;

    private static final String GATEWAY =
            """
            upstreams:
              - id: provider
                url: "http://127.0.0.1:PORT/v1"
                allow_private: true
                concurrency: 256
            models:
              - id: mock
                upstream: provider
                name: mock-1
                prices: [{from: 2026-01-01, input: 0.15, output: 0.60}]
            """;

    private ShopHome() {}

    /**
     * Makes one.
     *
     * @return the customer's key
     */
    static String make(Store store, int providerPort, long quota) throws IOException {
        Path home = store.home();
        Clock clock = Clock.systemUTC();
        Files.writeString(home.resolve("gateway.yaml"), GATEWAY.replace("PORT", "" + providerPort));
        Path plans = home.resolve("plans.yaml");
        Files.writeString(plans, PLANS.replace("QUOTA", "" + quota));
        new Plans(store, clock).apply(plans);
        new Customers(store, clock).add(CUSTOMER, "Bench Ltd", "USD", "en");
        new Subscriptions(store, clock).subscribe(CUSTOMER, "bench", clock.instant());
        return new Keys(store, clock)
                .create(CUSTOMER, new KeyTerms(List.of(), List.of(), Optional.empty()))
                .secret()
                .revealSecret();
    }

    /** The command line of its server, with the collector that the launcher chooses for one. */
    static List<String> server(Path home, int port) {
        return BenchProcess.command(
                        "io.kaiye.app.Main",
                        List.of("--home", home.toString(), "up", "--keys", "--port", "" + port))
                .stream()
                .map(option -> option.equals("-XX:+UseParallelGC") ? "-XX:+UseG1GC" : option)
                .toList();
    }

    /** What tells a server where its database is; nothing for the one in its home. */
    static Map<String, String> environment(String database) {
        return database.isEmpty() ? Map.of() : Map.of("KAIYE_DATABASE", database);
    }

    static DatabaseAddress address(String database) {
        return database.isEmpty() ? DatabaseAddress.IN_HOME : DatabaseAddress.parse(database);
    }

    /** What stands after {@code --books}; empty for the one in the home. */
    static String database(BenchContext context) {
        int at = context.arguments().indexOf("--books");
        return at < 0 ? "" : context.arguments().get(at + 1);
    }
}
