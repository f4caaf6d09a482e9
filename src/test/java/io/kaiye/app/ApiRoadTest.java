package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.cli.RunningServer;
import io.kaiye.cli.ServeOptions;
import io.kaiye.cli.Workbench;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.Trade;
import io.kaiye.ledger.Usage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route of a running server, as the operator and as a customer calls it. */
class ApiRoadTest {
    private static final String TOKEN = "a-token-of-the-operator";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Map<CustomerId, String> SECRETS = new HashMap<>();

    @TempDir static Path home;
    private static Workbench platform = Platform.open(Path.of("unused"));
    private static URI address = URI.create("http://127.0.0.1");

    /** What acme asked for and paid has figures that stand nowhere else. */
    @BeforeAll
    static void open() throws Exception {
        try (Trade trade = new Trade(home)) {
            trade.payIn(7_000_000);
            trade.sell(call(1, "news", 1_234, 77_773));
            trade.sell(call(2, "desk", 10, 1_000));
            for (CustomerId customer : List.of(Trade.ACME, Trade.BIBI)) {
                SECRETS.put(customer, trade.secret(customer).revealSecret());
            }
        }
        platform = Platform.open(home);
        RunningServer server =
                platform.serve(new ServeOptions("127.0.0.1", 0, Optional.of(TOKEN), true));
        address = server.address();
        post(TOKEN, "/api/invoices/run", "{\"until\":\"2026-05-02\"}");
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    private static Trade.Call call(int customer, String model, long answers, long upstream) {
        return new Trade.Call(
                customer,
                model,
                Usage.Ending.COMPLETE,
                answers,
                0,
                0,
                List.of(upstream),
                answers,
                5);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String secret)
            throws Exception {
        return CLIENT.send(
                request.header("authorization", "Bearer " + secret).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String secret, String path) throws Exception {
        return send(HttpRequest.newBuilder(address.resolve(path)), secret);
    }

    private static HttpResponse<String> post(String secret, String path, String body)
            throws Exception {
        return send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                secret);
    }

    private static JsonNode good(HttpResponse<String> answer) throws IOException {
        assertEquals(200, answer.statusCode(), answer.body());
        return Json.mapper().readTree(answer.body());
    }

    private static String key(CustomerId customer) {
        return Optional.ofNullable(SECRETS.get(customer)).orElseThrow();
    }

    private static String prefix(CustomerId customer) {
        return key(customer).split("_", -1)[1];
    }

    /** One way to call the server. */
    private record Call(String method, String path, boolean operators) {
        HttpResponse<String> by(String secret) throws Exception {
            return method.equals("get") ? get(secret, path) : post(secret, path, "{}");
        }
    }

    /** Every route, once more for each way to name somebody else. */
    private static List<Call> calls(String invoice) throws Exception {
        List<Call> calls = new ArrayList<>();
        JsonNode paths = good(get(TOKEN, "/openapi.json")).path("paths");
        paths.properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                method ->
                                                        calls.addAll(
                                                                calls(
                                                                        path.getKey(),
                                                                        method.getKey(),
                                                                        method.getValue(),
                                                                        invoice))));
        return calls;
    }

    private static List<Call> calls(
            String template, String method, JsonNode described, String invoice) {
        String path =
                template.replace("/models/{id}", "/models/desk")
                        .replace("{id}", "acme")
                        .replace("{prefix}", prefix(Trade.ACME))
                        .replace("{number}", invoice)
                        .replace("{reference}", "metered");
        boolean operators = described.path("security").path(0).has("operator");
        List<Call> calls = new ArrayList<>(List.of(new Call(method, path, operators)));
        for (JsonNode parameter : described.path("parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                String name = parameter.path("name").asText();
                for (String value : values(name)) {
                    calls.add(new Call(method, path + "?" + name + "=" + value, operators));
                }
            }
        }
        return calls;
    }

    /** A name of somebody else only where one is asked for: a refusal says what was sent. */
    private static List<String> values(String name) {
        return name.equals("customer")
                ? List.of("acme", "cora")
                : List.of("customer", "key", "model", "day", "plan", "html", "pdf", "2026-03-01");
    }

    @Test
    void noRowOfACustomerIsReadableWithAnothersKey() throws Exception {
        JsonNode invoice = good(get(TOKEN, "/api/invoices?customer=acme")).path("data").path(0);
        String number = invoice.path("number").asText();
        JsonNode margin =
                good(get(TOKEN, "/api/margin?by=customer&customer=acme")).path("totals").path(0);
        List<String> secrets =
                List.of(
                        "acme",
                        "Acme Ltd",
                        prefix(Trade.ACME),
                        number,
                        invoice.path("totalMicros").asText(),
                        margin.path("priceMicros").asText(),
                        margin.path("upstreamMicros").asText());
        secrets.forEach(secret -> assertTrue(secret.length() > 3, secrets.toString()));
        int refused = 0;
        for (Call call : calls(number)) {
            HttpResponse<String> answer = call.by(key(Trade.BIBI));
            for (String secret : secrets) {
                assertFalse(
                        answer.body().contains(secret), call + " tells " + secret + answer.body());
            }
            assertTrue(answer.statusCode() < 500, call + " " + answer.body());
            if (call.operators()) {
                assertEquals(403, answer.statusCode(), call + " " + answer.body());
                refused++;
            }
        }
        assertTrue(refused > 15, "routes for the operator: " + refused);
    }

    @Test
    void aCustomerReadsItsOwnAndNothingOfCosts() throws Exception {
        String bibi = key(Trade.BIBI);
        HttpResponse<String> usage = get(bibi, "/api/usage?by=model");
        assertEquals(7_000, good(usage).path("totals").path(0).path("priceMicros").asLong());
        for (String word : List.of("upstream", "margin", "own", "wasted", "publisher")) {
            assertFalse(usage.body().contains(word + "Micros"), usage.body());
        }
        JsonNode self = good(get(bibi, "/api/customers/bibi"));
        assertEquals(6_993_000, self.path("creditMicros").asLong(), self.toString());
        assertEquals("prepaid@1", self.path("subscription").path("plan").asText());
        assertEquals(3, self.path("quotas").size());
        JsonNode invoices = good(get(key(Trade.ACME), "/api/invoices")).path("data");
        String number = invoices.path(0).path("number").asText();
        assertTrue(get(key(Trade.ACME), "/api/invoices/" + number).body().contains("Acme Ltd"));
        assertTrue(
                get(key(Trade.ACME), "/api/invoices/" + number + "?format=html")
                        .body()
                        .startsWith("<!"));
        assertEquals(400, get(bibi, "/api/usage?by=route").statusCode());
        assertEquals(403, get(bibi, "/api/usage?customer=nobody").statusCode());
        assertEquals(404, get(bibi, "/api/customers/nobody").statusCode());
    }

    @Test
    void theOperatorRunsTheBusinessOverHttp() throws Exception {
        good(post(TOKEN, "/api/customers", "{\"id\":\"dora\",\"name\":\"Dora\"}"));
        JsonNode made = good(post(TOKEN, "/api/customers/dora/keys", "{\"endpoints\":[\"chat\"]}"));
        String prefix = made.path("key").path("prefix").asText();
        assertTrue(made.path("secret").asText().startsWith("kaiye_" + prefix), made.toString());
        JsonNode next = good(post(TOKEN, "/api/keys/" + prefix + "/rotate", "{}"));
        assertEquals("chat", next.path("key").path("terms").path("endpoints").path(0).asText());
        good(post(TOKEN, "/api/keys/" + prefix + "/revoke", "{}"));
        assertEquals(2, good(get(TOKEN, "/api/keys?customer=dora")).path("data").size());
        good(post(TOKEN, "/api/plans", plans()));
        assertEquals("tiny", good(get(TOKEN, "/api/plans/tiny@1")).path("id").asText());
        String start = "{\"plan\":\"tiny\",\"at\":\"2026-06-01\"}";
        good(post(TOKEN, "/api/customers/dora/subscribe", start));
        good(post(TOKEN, "/api/customers/dora/pause", "{\"at\":\"2026-06-02\"}"));
        good(post(TOKEN, "/api/customers/dora/resume", "{\"at\":\"2026-06-03\"}"));
        good(post(TOKEN, "/api/customers/dora/cancel", "{\"at\":\"2026-06-04\"}"));
        assertEquals(4, good(get(TOKEN, "/api/customers/dora/subscription")).path("data").size());
        JsonNode run =
                good(post(TOKEN, "/api/invoices/run", "{\"customer\":\"dora\"}")).path("data");
        String number = run.path(0).path("number").asText();
        String pay = "{\"amount\":\"1\",\"id\":\"bank-1\"}";
        good(post(TOKEN, "/api/customers/dora/payments", pay));
        good(post(TOKEN, "/api/customers/dora/payments", pay));
        assertEquals(
                1_000_000, good(get(TOKEN, "/api/customers/dora")).path("creditMicros").asLong());
        String credit = "{\"reason\":\"a mistake\",\"id\":\"c1\"}";
        JsonNode note = good(post(TOKEN, "/api/invoices/" + number + "/credit", credit));
        assertEquals(number, note.path("invoice").asText());
        assertEquals(200, get(TOKEN, "/api/findings?from=2026-03-01").statusCode());
    }

    @Test
    void whatIsSentAgainWithItsIdempotencyKeyIsDoneOnce() throws Exception {
        good(post(TOKEN, "/api/customers", "{\"id\":\"emil\"}"));
        good(once("/api/customers/emil/payments", "{\"amount\":\"2\"}", "k-1"));
        good(once("/api/customers/emil/payments", "{\"amount\":\"2\"}", "k-1"));
        assertEquals(
                409,
                once("/api/customers/emil/payments", "{\"amount\":\"3\"}", "k-1").statusCode());
        assertEquals(
                2_000_000, good(get(TOKEN, "/api/customers/emil")).path("creditMicros").asLong());
        String keys = "/api/customers/emil/keys";
        String prefix = good(once(keys, "{}", "k-1")).path("key").path("prefix").asText();
        HttpResponse<String> again = once(keys, "{}", "k-1");
        assertEquals(409, again.statusCode());
        assertTrue(again.body().contains("made the key " + prefix), again.body());
        String rotate = "/api/keys/" + prefix + "/rotate";
        good(once(rotate, "{}", "k-1"));
        assertEquals(409, once(rotate, "{}", "k-1").statusCode());
        assertEquals(2, good(get(TOKEN, "/api/keys?customer=emil")).path("data").size());
        assertEquals(400, once(keys, "{}", "two words").statusCode());
    }

    private static HttpResponse<String> once(String path, String body, String key)
            throws Exception {
        return send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("content-type", "application/json")
                        .header("idempotency-key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                TOKEN);
    }

    private static String plans() {
        return """
        {"plans": [{"id": "tiny", "name": {"en": "Tiny"}, "currency": "USD",
          "billing": "invoice", "period": "month", "price": 3,
          "units": {"answers": {"per_1000": 1}}}]}
        """;
    }

    @Test
    void theOperatorsMarginsAddUp() throws Exception {
        for (String by : List.of("customer", "key", "model", "route", "day", "plan", "endpoint")) {
            JsonNode total = good(get(TOKEN, "/api/margin?by=" + by)).path("totals").path(0);
            assertEquals(78_773, total.path("upstreamMicros").asLong(), total.toString());
            assertEquals(
                    total.path("priceMicros").asLong()
                            - total.path("publisherMicros").asLong()
                            - total.path("upstreamMicros").asLong()
                            - total.path("ownMicros").asLong(),
                    total.path("marginMicros").asLong(),
                    total.toString());
        }
    }

    @Test
    void wrongRequestsAreNamed() throws Exception {
        assertEquals(400, get(TOKEN, "/api/usage?form=2026-01-01").statusCode());
        assertEquals(400, get(TOKEN, "/api/usage?from=yesterday").statusCode());
        assertEquals(400, post(TOKEN, "/api/customers", "{\"id\":5}").statusCode());
        assertEquals(400, post(TOKEN, "/api/customers", "{\"nmae\":\"a\"}").statusCode());
        assertEquals(404, get(TOKEN, "/api/invoices/2026-999999").statusCode());
        assertEquals(404, get(TOKEN, "/api/customers/nobody").statusCode());
        HttpResponse<String> plans = post(TOKEN, "/api/plans", "{\"plans\":[{\"id\":\"x\"}]}");
        assertEquals(400, plans.statusCode());
        assertTrue(plans.body().contains("x.currency"), plans.body());
        HttpResponse<String> yaml = post(TOKEN, "/api/plans", "plans:\n  - {id: x\n  - y\n");
        assertTrue(yaml.body().contains("This is not YAML: line 3"), yaml.body());
        assertEquals(401, get("kaiye_000000000000_nothing", "/api/usage").statusCode());
    }

    @Test
    void theDescriptionSaysWhatIsAListAndWhatMayGoWrong() throws Exception {
        JsonNode paths = good(get(TOKEN, "/openapi.json")).path("paths");
        for (String path : List.of("/api/customers", "/api/keys", "/api/plans", "/api/invoices")) {
            JsonNode answer = paths.path(path).path("get").path("responses").path("200");
            String type =
                    answer.at("/content/application~1json/schema/properties/data/type").asText();
            assertEquals("array", type, path);
            assertTrue(good(get(TOKEN, path)).path("data").isArray(), path);
        }
        JsonNode pay = paths.at("/~1api~1customers~1{id}~1payments/post");
        assertTrue(pay.path("parameters").toString().contains("idempotency-key"), pay.toString());
        assertTrue(pay.at("/responses/507").toString().contains("disk_full"), pay.toString());
    }

    @Test
    void everyRouteStandsInItsPage() throws Exception {
        String page = Files.readString(Path.of("docs/http.md"));
        List<String> missing = new ArrayList<>();
        good(get(TOKEN, "/openapi.json"))
                .path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                method ->
                                                        missing.add(route(method, path.getKey()))));
        missing.removeIf(page::contains);
        assertEquals(List.of(), missing);
    }

    private static String route(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + path;
    }
}
