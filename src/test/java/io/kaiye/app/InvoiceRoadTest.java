package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
        assertTrue(kaiye.done("plan", "list").contains("kaiye plan apply"));
        assertTrue(kaiye.done("plan", "apply", plans).contains("starter@1 is new"));
        assertTrue(kaiye.done("plan", "apply", plans).contains("starter@1 is as before"));
        assertTrue(kaiye.done("plan", "show", "starter@1").contains("29.00 CNY a month"));
        kaiye.done("customer", "add", "acme", "--currency", "CNY", "--language", "zh");
        kaiye.done(
                "customer", "set", "acme", "--tax", "6%", "--name", "北京开页", "--address", "a\\nb");
        assertTrue(kaiye.done("customer", "list").contains("北京开页"));
        kaiye.done("customer", "subscribe", "acme", "starter", "--at", "2026-01-31");
        kaiye.done("customer", "pause", "acme", "--at", "2026-02-10");
        kaiye.done("customer", "resume", "acme", "--at", "2026-02-10T00:00:00Z");
        String cancelled = kaiye.done("customer", "cancel", "acme", "--at", "2026-03-31");
        assertTrue(cancelled.contains("cancelled: no answers, no further fee"), cancelled);
        kaiye.refused("kaiye invoice seller --name", "invoice", "run");
        assertTrue(kaiye.done("invoice", "list").contains("No invoices yet"));
        kaiye.done("invoice", "seller", "--name", "Kaiye", "--payment", "IBAN 1");
        JsonNode made = kaiye.json("invoice", "run");
        assertEquals(2, made.size(), made.toString());
        assertEquals(30_740_000, made.path(0).path("totalMicros").asLong());
        assertEquals("2026-02-28T00:00:00Z", made.path(0).path("to").asText());
        assertEquals(0, kaiye.json("invoice", "run").size());
        String first = made.path(0).path("number").asText();
        String second = made.path(1).path("number").asText();
        kaiye.done("customer", "pay", "acme", "30.74", "--invoice", first, "--id", "b1");
        kaiye.done("customer", "pay", "acme", "30.74", "--invoice", first, "--id", "b1");
        kaiye.done("invoice", "credit", second, "--amount", "0.74", "--reason", "x", "--id", "r");
        JsonNode listed = kaiye.json("invoice", "list", "acme");
        assertEquals("paid", listed.path(0).path("state").asText());
        assertEquals(30_000_000, listed.path(1).path("openMicros").asLong());
        Path pdf = folder.resolve("out/i.pdf");
        kaiye.done("invoice", "show", first, "--out", pdf.toString());
        assertTrue(Files.size(pdf) > 1_000);
        assertTrue(kaiye.done("invoice", "show", first, "--format", "html").contains("入门版订阅费"));
        assertTrue(kaiye.done("invoice", "show", first, "--format", "csv").contains(",29.00"));
        String csv = kaiye.done("invoice", "show", "C" + first, "--format", "csv");
        assertTrue(csv.startsWith("credit_note,invoice,customer,currency,kind,amount"), csv);
        assertTrue(csv.contains("C" + first + "," + second + ",acme,CNY,total,0.74"), csv);
        assertEquals("x", kaiye.json("invoice", "show", "C" + first).path("reason").asText());
        assertEquals(30_000_000, kaiye.json("customer", "show", "acme").path("dueMicros").asLong());
        assertTrue(kaiye.done("doctor").contains("they add up"));
    }

    @Test
    void aPurchaseOfThePastSaysWhatHoldsNow() {
        kaiye.done("plan", "apply", plans);
        kaiye.done("customer", "add", "acme", "--currency", "CNY");
        String bought =
                kaiye.done("customer", "subscribe", "acme", "starter", "--at", "2026-01-31");
        assertTrue(bought.contains("period 2026-01-31 to 2026-02-28, from 2026-01-31"), bought);
        assertTrue(bought.contains("Now: acme: starter@1, active, period 2"), bought);
        assertFalse(bought.contains("Now: acme: starter@1, active, period 2026-01-31"), bought);
        String shown = kaiye.done("customer", "show", "acme");
        assertTrue(shown.contains("Credit 0.00 CNY, owes 0.00 CNY"), shown);
    }

    @Test
    void amountsOfAColumnHaveTheSameDecimals() {
        kaiye.done("plan", "apply", plans);
        kaiye.done("customer", "add", "acme", "--currency", "CNY");
        kaiye.done("invoice", "seller", "--name", "Kaiye");
        kaiye.done("customer", "subscribe", "acme", "starter", "--at", "2026-01-31");
        kaiye.done("customer", "cancel", "acme", "--at", "2026-03-05");
        List<String> amounts =
                kaiye.done("invoice", "run")
                        .lines()
                        .skip(2)
                        .map(line -> line.split(" {2,}")[3])
                        .toList();
        assertEquals(List.of("29.000000", "4.677419"), amounts);
    }

    @Test
    void wrongUsageIsNamed() {
        kaiye.done("customer", "add", "acme");
        kaiye.refused("There is none yet", "customer", "subscribe", "acme", "starter");
        kaiye.done("plan", "apply", plans);
        kaiye.refused("is in CNY", "customer", "subscribe", "acme", "starter");
        kaiye.refused("--at is 'now'", "customer", "subscribe", "acme", "starter", "--at", "now");
        kaiye.refused("has no plan", "customer", "pause", "acme");
        kaiye.refused("--tax is '19'", "customer", "set", "acme", "--tax", "19");
        kaiye.refused("Say what to change", "customer", "set", "acme");
        kaiye.refused("AMOUNT is '1,5'", "customer", "pay", "acme", "1,5");
        kaiye.refused("kaiye invoice run", "invoice", "show", "2026-000001");
        kaiye.refused("in the future", "invoice", "run", "--until", "2199-01-01");
        kaiye.refused("does not exist", "plan", "apply", folder.resolve("none.yaml").toString());
    }
}
