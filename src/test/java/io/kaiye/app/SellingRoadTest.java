package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.base.Json;
import io.kaiye.gateway.ScriptedUpstream;
import io.kaiye.store.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opening for business as a stranger would: from a customer to the invoice, in commands. */
@Timeout(120)
class SellingRoadTest {
    private static final int CALLS = 3;
    private static final long FEE_MICROS = 10_000_000;

    @TempDir Path folder;

    @Test
    void fromTheFirstCustomerToAnInvoiceThatSaysWhatTheAnswersCost() throws Exception {
        Path home = folder.resolve("home");
        try (ScriptedUpstream upstream = new ScriptedUpstream();
                HttpClient http = HttpClient.newHttpClient()) {
            Program kaiye = new Program(home);
            run(kaiye, "customer", "add", "acme", "--name", "Acme Ltd");
            run(kaiye, "plan", "apply", Shop.plans(folder).toString());
            run(kaiye, "customer", "subscribe", "acme", "starter");
            String key = json(kaiye, "key", "create", "acme").path("secret").asText();
            Files.writeString(home.resolve("gateway.yaml"), Shop.gateway(upstream));
            long prices = 0;
            try (ChildJvm child = up(home)) {
                URI server = URI.create(child.await("Kaiye answers at ").split(" ", -1)[3]);
                assertEquals(401, ask(http, server, "").statusCode());
                for (int i = 0; i < CALLS; i++) {
                    HttpResponse<String> answer = ask(http, server, key);
                    assertEquals(200, answer.statusCode(), answer.body());
                    prices += answer.headers().firstValueAsLong("x-kaiye-price-micros").orElse(0);
                }
                assertUsage(kaiye, prices);
                child.terminate();
                assertEquals(0, child.awaitEnd().exitCode());
            }
            assertEquals(CALLS * Shop.CHAT_MICROS, prices);
            assertUsage(kaiye, prices);
            assertInvoice(home, prices);
        }
    }

    private static ChildJvm up(Path home) throws IOException {
        return ChildJvm.start(Main.class, "--home", home.toString(), "up", "--keys", "--port", "0");
    }

    private static HttpResponse<String> ask(HttpClient http, URI server, String key)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/v1/chat/completions"))
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + key)
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"model\":\"chat\",\"messages\":"
                                                + "[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** Whatever it is grouped by, usage adds up to what the answers said they cost. */
    private static void assertUsage(Program kaiye, long prices) throws IOException {
        for (String by : List.of("customer", "key", "model", "route", "day", "plan", "endpoint")) {
            JsonNode usage = json(kaiye, "usage", "--by", by);
            long sum = 0;
            for (JsonNode row : usage.path("rows")) {
                sum += row.path("priceMicros").asLong();
            }
            assertEquals(prices, sum, usage.toString());
            assertEquals(prices, usage.path("totals").path(0).path("priceMicros").asLong());
        }
        JsonNode acme = json(kaiye, "usage", "--by", "customer").path("rows").path(0);
        assertEquals("acme", acme.path("group").asText());
        assertEquals(CALLS, acme.path("calls").asInt());
        assertTrue(run(kaiye, "doctor").contains("they add up"));
    }

    /** Forty days later the period has ended. */
    private static void assertInvoice(Path home, long prices) throws IOException {
        Instant later = Instant.now().plus(40, ChronoUnit.DAYS);
        Program kaiye = new Program(home, InstantSource.fixed(later));
        run(kaiye, "invoice", "seller", "--name", "Kaiye Labs");
        String until = LocalDate.ofInstant(later, ZoneOffset.UTC).toString();
        JsonNode made = json(kaiye, "invoice", "run", "--until", until);
        assertEquals(1, made.size(), made.toString());
        JsonNode invoice = made.path(0);
        long usage = 0;
        for (JsonNode line : invoice.path("lines")) {
            usage += line.path("kind").asText().equals("USAGE") ? micros(line, "amount") : 0;
        }
        assertEquals(prices, usage, invoice.toString());
        assertEquals(FEE_MICROS + prices, micros(invoice, "total"));
        assertEquals(FEE_MICROS + prices, micros(invoice, "toPay"));
        assertEquals(0, json(kaiye, "invoice", "run", "--until", until).size());
        String number = invoice.path("number").asText();
        run(kaiye, "customer", "pay", "acme", "10.01", "--invoice", number);
        assertTrue(run(kaiye, "doctor").contains("they add up"));
    }

    private static long micros(JsonNode of, String name) {
        return of.path(name + "Micros").asLong();
    }

    private static String run(Program kaiye, String... typed) {
        Ran ran = kaiye.run(typed);
        assertEquals(0, ran.exitCode(), ran.err());
        return ran.out();
    }

    private static JsonNode json(Program kaiye, String... typed) throws IOException {
        List<String> all = new ArrayList<>(List.of("--json"));
        all.addAll(List.of(typed));
        return Json.mapper().readTree(run(kaiye, all.toArray(String[]::new)));
    }
}
