package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
            kaiye.done("customer", "add", "acme", "--name", "Acme Ltd");
            kaiye.done("plan", "apply", Shop.plans(folder).toString());
            kaiye.done("customer", "subscribe", "acme", "starter");
            String key = kaiye.json("key", "create", "acme").path("secret").asText();
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
            JsonNode usage = kaiye.json("usage", "--by", by);
            long sum = 0;
            for (JsonNode row : usage.path("rows")) {
                sum += row.path("priceMicros").asLong();
            }
            assertEquals(prices, sum, usage.toString());
            assertEquals(prices, usage.path("totals").path(0).path("priceMicros").asLong());
        }
        JsonNode acme = kaiye.json("usage", "--by", "customer").path("rows").path(0);
        assertEquals("acme", acme.path("group").asText());
        assertEquals(CALLS, acme.path("calls").asInt());
        assertTrue(kaiye.done("doctor").contains("they add up"));
    }

    /** Forty days later the period has ended. */
    private static void assertInvoice(Path home, long prices) throws IOException {
        Instant later = Instant.now().plus(40, ChronoUnit.DAYS);
        Program kaiye = new Program(home, InstantSource.fixed(later));
        kaiye.done("invoice", "seller", "--name", "Kaiye Labs");
        String until = LocalDate.ofInstant(later, ZoneOffset.UTC).toString();
        JsonNode made = kaiye.json("invoice", "run", "--until", until);
        assertEquals(1, made.size(), made.toString());
        JsonNode invoice = made.path(0);
        long usage = 0;
        for (JsonNode line : invoice.path("lines")) {
            usage += line.path("kind").asText().equals("USAGE") ? micros(line, "amount") : 0;
        }
        assertEquals(prices, usage, invoice.toString());
        assertEquals(FEE_MICROS + prices, micros(invoice, "total"));
        assertEquals(FEE_MICROS + prices, micros(invoice, "toPay"));
        assertEquals(0, kaiye.json("invoice", "run", "--until", until).size());
        String number = invoice.path("number").asText();
        kaiye.done("customer", "pay", "acme", "10.01", "--invoice", number);
        assertTrue(kaiye.done("doctor").contains("they add up"));
    }

    private static long micros(JsonNode of, String name) {
        return of.path(name + "Micros").asLong();
    }
}
