package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.app.Program.Ran;
import io.kaiye.cli.RunningServer;
import io.kaiye.cli.ServeOptions;
import io.kaiye.cli.Workbench;
import io.kaiye.gateway.ScriptedUpstream;
import io.kaiye.gateway.UpstreamScripts;
import io.kaiye.ledger.Accounts;
import io.kaiye.ledger.Balance;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.KeyTerms;
import io.kaiye.ledger.NewKey;
import io.kaiye.model.TinyEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running server that sells answers for keys: models of a scripted upstream ({@code chat}, {@code
 * claude}, {@code embed}), one whose upstream is down and one whose upstream is silent, an encoder
 * of its own ({@code letters}), a customer with keys of every state, and one with a quota of one
 * answer.
 */
final class Shop implements AutoCloseable {
    static final CustomerId ACME = new CustomerId("acme");
    static final CustomerId SMALL = new CustomerId("small");

    /** The price of what the scripted upstream says it used for a chat. */
    static final long CHAT_MICROS =
            2000 + 10 * UpstreamScripts.INPUT_TOKENS + 30 * UpstreamScripts.OUTPUT_TOKENS;

    /** Fails once, and then no more, where a message says so: "fail once with 500: some-name". */
    private static final Pattern FAIL_ONCE = Pattern.compile("fail once with (\\d+): [\\w-]+");

    private static final String PLANS =
            """
            plans:
              - id: starter
                currency: USD
                billing: invoice
                period: month
                price: 10.00
                units:
                  answers: {per_1000: 2}
                  input_tokens: {per_1000: 0.01}
                  output_tokens: {per_1000: 0.03}
              - id: tiny
                currency: USD
                billing: invoice
                period: month
                price: 0
                units: {answers: {per_1000: 2, quota: 1, quota_kind: hard}}
            """;

    final ScriptedUpstream upstream = new ScriptedUpstream();
    final Workbench rooms;
    final RunningServer server;
    final String key;
    final String revoked;
    final String expired;
    final String embedOnly;
    final String quotaOfOne;

    /** One answer that the books know. */
    record Sold(String id, CustomerId customer, String ending, long priceMicros) {}

    Shop(Path folder) throws IOException {
        Path home = folder.resolve("home");
        TinyEncoder.base(folder);
        Path tiny = folder.resolve("tiny");
        Ran ran = new Program(home).run("models", "import", tiny.toString(), "--name", "letters");
        assertEquals(0, ran.exitCode(), ran.err());
        Files.writeString(home.resolve("gateway.yaml"), gateway(upstream));
        upstream.always(this::answer);
        rooms = Platform.open(home);
        rooms.plans().apply(plans(folder));
        for (CustomerId customer : List.of(ACME, SMALL)) {
            rooms.customers().add(customer, customer.value(), "USD", "en");
        }
        rooms.subscriptions().subscribe(ACME, "starter", Instant.now());
        rooms.subscriptions().subscribe(SMALL, "tiny", Instant.now());
        key = newKey(ACME, List.of(), Optional.empty()).secret().revealSecret();
        NewKey old = newKey(ACME, List.of(), Optional.empty());
        rooms.keys().revoke(old.key().prefix());
        revoked = old.secret().revealSecret();
        Optional<Duration> moment = Optional.of(Duration.ofMillis(1));
        expired = newKey(ACME, List.of(), moment).secret().revealSecret();
        embedOnly = newKey(ACME, List.of("embed"), Optional.empty()).secret().revealSecret();
        quotaOfOne = newKey(SMALL, List.of(), Optional.empty()).secret().revealSecret();
        server = rooms.serve(new ServeOptions("127.0.0.1", 0, Optional.empty(), true));
    }

    private NewKey newKey(CustomerId customer, List<String> models, Optional<Duration> life) {
        return rooms.keys().create(customer, new KeyTerms(models, List.of(), life));
    }

    /** The plans "starter" and "tiny" as a file. */
    static Path plans(Path folder) throws IOException {
        return Files.writeString(folder.resolve("plans.yaml"), PLANS);
    }

    /** Every upstream is asked once, whatever it did before: what fails reaches the caller. */
    static String gateway(ScriptedUpstream upstream) {
        return """
        currency: USD
        upstreams:
          - id: mock
            url: "%1$s"
            allow_private: true
            retries: 0
            breaker: {failures: 100, open: 1s}
          - {id: anthropic, protocol: anthropic, url: "%1$s", allow_private: true, retries: 0}
          - {id: silent, url: "%1$s", allow_private: true, retries: 0, timeout: 300ms}
          - {id: broken, url: "http://127.0.0.1:1/v1", allow_private: true, retries: 0}
        models:
          - {id: chat, upstream: mock, prices: [{from: 2026-01-01, input: 10, output: 100}]}
          - {id: claude, upstream: anthropic, prices: [{from: 2026-01-01, input: 10, output: 100}]}
          - {id: embed, upstream: mock, prices: [{from: 2026-01-01, input: 1, output: 0}]}
          - {id: mute, upstream: silent, prices: [{from: 2026-01-01, input: 10, output: 100}]}
          - {id: down, upstream: broken, prices: [{from: 2026-01-01, input: 10, output: 100}]}
        """
                .formatted(upstream.url());
    }

    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    private void answer(ScriptedUpstream.Received call, ScriptedUpstream.Wire wire)
            throws IOException, InterruptedException {
        Matcher once = FAIL_ONCE.matcher(call.body());
        ScriptedUpstream.Script script = UpstreamScripts.answer("Hello there");
        if (call.field("model").equals("mute")) {
            script = UpstreamScripts.silence(upstream);
        } else if (once.find() && failed.add(once.group())) {
            int status = Integer.parseInt(once.group(1));
            script = UpstreamScripts.status(status, "not now", "retry-after: 1");
        }
        script.answer(call, wire);
    }

    /** Where clients find it. */
    String baseUrl() {
        return server.address().resolve("/v1").toString();
    }

    /** What customers owe by the accounts. */
    long owedMicros() {
        return -List.of(ACME, SMALL).stream()
                .map(customer -> rooms.ledger().balance(Accounts.due(customer)))
                .flatMap(Optional::stream)
                .mapToLong(Balance::balanceMicros)
                .sum();
    }

    /** Every answer that customers got, by id; calls that failed are not among them. */
    List<Sold> sold() {
        return rooms
                .store()
                .read(
                        sql ->
                                sql.query(
                                        "SELECT id, customer, ending, price_micros FROM answer"
                                                + " WHERE customer IS NOT NULL ORDER BY id"))
                .stream()
                .map(
                        row ->
                                new Sold(
                                        row.text("id"),
                                        new CustomerId(row.text("customer")),
                                        row.text("ending"),
                                        row.number("price_micros")))
                .filter(one -> !one.ending().equals("FAILED") || one.priceMicros() != 0)
                .toList();
    }

    /** Each answer that was given is in the books once, they hold no other, and they add up. */
    void assertBooks(Collection<String> given) {
        List<Sold> sold = sold();
        List<String> sorted = new ArrayList<>(given);
        sorted.sort(null);
        assertEquals(sorted, sold.stream().map(Sold::id).toList());
        assertEquals(sold.stream().mapToLong(Sold::priceMicros).sum(), owedMicros());
        assertEquals(List.of(), rooms.ledger().problems());
    }

    @Override
    public void close() throws IOException {
        try (rooms) {
            server.close();
        } finally {
            upstream.close();
        }
    }
}
