package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans, subscriptions and invoices through the command line. */
class InvoiceRoadTest {
    private static final String PLANS =
            """
            plans:
              - {id: starter, name: {en: Starter, zh: 入门版}, currency: CNY, billing: invoice,
                 period: month, price: 29.00, units: {answers: {included: 100, per_1000: 0.5}}}
            """;

    @TempDir Path folder;
    private Program kaiye;
    private String plans = "";

    @BeforeEach
    void home() throws IOException {
        kaiye = new Program(folder.resolve("home"));
        plans = Files.writeString(folder.resolve("plans.yaml"), PLANS).toString();
    }

    @Test
    void fromAPlanToAnInvoiceThatIsPaidAndTakenBack() throws IOException {
        assertTrue(run("plan", "list").contains("kaiye plan apply"));
        assertTrue(run("plan", "apply", plans).contains("starter@1 is new"));
        assertTrue(run("plan", "apply", plans).contains("starter@1 is as before"));
        assertTrue(run("plan", "show", "starter@1").contains("29.00 CNY a month"));
        run("customer", "add", "acme", "--currency", "CNY", "--language", "zh");
        run("customer", "set", "acme", "--tax", "6%", "--name", "北京开页", "--address", "a\\nb");
        assertTrue(run("customer", "list").contains("北京开页"));
        run("customer", "subscribe", "acme", "starter", "--at", "2026-01-31");
        run("customer", "pause", "acme", "--at", "2026-02-10");
        run("customer", "resume", "acme", "--at", "2026-02-10T00:00:00Z");
        String cancelled = run("customer", "cancel", "acme", "--at", "2026-03-31");
        assertTrue(cancelled.contains("cancelled: no answers, no further fee"), cancelled);
        refused("kaiye invoice seller --name", "invoice", "run");
        assertTrue(run("invoice", "list").contains("No invoices yet"));
        run("invoice", "seller", "--name", "Kaiye", "--payment", "IBAN 1");
        JsonNode made = json("invoice", "run");
        assertEquals(2, made.size(), made.toString());
        assertEquals(30_740_000, made.path(0).path("totalMicros").asLong());
        assertEquals("2026-02-28T00:00:00Z", made.path(0).path("to").asText());
        assertEquals(0, json("invoice", "run").size());
        String first = made.path(0).path("number").asText();
        String second = made.path(1).path("number").asText();
        run("customer", "pay", "acme", "30.74", "--invoice", first, "--id", "b1");
        run("customer", "pay", "acme", "30.74", "--invoice", first, "--id", "b1");
        run("invoice", "credit", second, "--amount", "0.74", "--reason", "x", "--id", "r");
        JsonNode listed = json("invoice", "list", "acme");
        assertEquals("paid", listed.path(0).path("state").asText());
        assertEquals(30_000_000, listed.path(1).path("openMicros").asLong());
        Path pdf = folder.resolve("out/i.pdf");
        run("invoice", "show", first, "--out", pdf.toString());
        assertTrue(Files.size(pdf) > 1_000);
        assertTrue(run("invoice", "show", first, "--format", "html").contains("入门版订阅费"));
        assertTrue(run("invoice", "show", first, "--format", "csv").contains(",29.00"));
        String csv = run("invoice", "show", "C" + first, "--format", "csv");
        assertTrue(csv.startsWith("credit_note,invoice,customer,currency,kind,amount"), csv);
        assertTrue(csv.contains("C" + first + "," + second + ",acme,CNY,total,0.74"), csv);
        assertEquals("x", json("invoice", "show", "C" + first).path("reason").asText());
        assertEquals(30_000_000, json("customer", "show", "acme").path("dueMicros").asLong());
        assertTrue(run("doctor").contains("they add up"));
    }

    @Test
    void aPurchaseOfThePastSaysWhatHoldsNow() {
        run("plan", "apply", plans);
        run("customer", "add", "acme", "--currency", "CNY");
        String bought = run("customer", "subscribe", "acme", "starter", "--at", "2026-01-31");
        assertTrue(bought.contains("period 2026-01-31 to 2026-02-28, from 2026-01-31"), bought);
        assertTrue(bought.contains("Now: acme: starter@1, active, period 2"), bought);
        assertFalse(bought.contains("Now: acme: starter@1, active, period 2026-01-31"), bought);
        String shown = run("customer", "show", "acme");
        assertTrue(shown.contains("Credit 0.00 CNY, owes 0.00 CNY"), shown);
    }

    @Test
    void amountsOfAColumnHaveTheSameDecimals() {
        run("plan", "apply", plans);
        run("customer", "add", "acme", "--currency", "CNY");
        run("invoice", "seller", "--name", "Kaiye");
        run("customer", "subscribe", "acme", "starter", "--at", "2026-01-31");
        run("customer", "cancel", "acme", "--at", "2026-03-05");
        List<String> amounts =
                run("invoice", "run").lines().skip(2).map(line -> line.split(" {2,}")[3]).toList();
        assertEquals(List.of("29.000000", "4.677419"), amounts);
    }

    @Test
    void wrongUsageIsNamed() {
        run("customer", "add", "acme");
        refused("There is none yet", "customer", "subscribe", "acme", "starter");
        run("plan", "apply", plans);
        refused("is in CNY", "customer", "subscribe", "acme", "starter");
        refused("--at is 'now'", "customer", "subscribe", "acme", "starter", "--at", "now");
        refused("has no plan", "customer", "pause", "acme");
        refused("--tax is '19'", "customer", "set", "acme", "--tax", "19");
        refused("Say what to change", "customer", "set", "acme");
        refused("AMOUNT is '1,5'", "customer", "pay", "acme", "1,5");
        refused("kaiye invoice run", "invoice", "show", "2026-000001");
        refused("in the future", "invoice", "run", "--until", "2199-01-01");
        refused("Cannot read", "plan", "apply", folder.resolve("none.yaml").toString());
    }

    private void refused(String words, String... typed) {
        Ran ran = kaiye.run(typed);
        assertTrue(ran.exitCode() == 1 || ran.exitCode() == 2, String.join(" ", typed));
        assertTrue(ran.err().contains(words), ran.err());
    }

    private String run(String... typed) {
        Ran ran = kaiye.run(typed);
        assertEquals(0, ran.exitCode(), ran.err());
        return ran.out();
    }

    private JsonNode json(String... typed) throws IOException {
        List<String> all = new java.util.ArrayList<>(List.of("--json"));
        all.addAll(List.of(typed));
        return Json.mapper().readTree(run(all.toArray(String[]::new)));
    }
}
