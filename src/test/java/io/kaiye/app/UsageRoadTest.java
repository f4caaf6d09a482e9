package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.ledger.Trade;
import io.kaiye.ledger.Usage;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was used, earned and spent, through the command line. */
class UsageRoadTest {
    @TempDir Path folder;
    private Program kaiye;

    @BeforeEach
    void sell() {
        Path home = folder.resolve("home");
        kaiye = new Program(home);
        try (Trade trade = new Trade(home)) {
            trade.sell(call(1, "news", 1_000, List.of(5_000_000L)));
            trade.sell(call(3, "desk", 10, List.of()));
            trade.sell(call(0, "desk", 1, List.of(1L)));
        }
    }

    private static Trade.Call call(int customer, String model, long answers, List<Long> tries) {
        return new Trade.Call(
                customer, model, Usage.Ending.COMPLETE, answers, 0, 0, tries, answers, 0);
    }

    @Test
    void theTableAddsUpAndSaysWhereThereIsNoMargin() throws IOException {
        String table = kaiye.done("usage");
        assertTrue(table.contains("1.750000"), table);
        assertTrue(table.contains("-4.476000"), table);
        assertTrue(table.contains("two currencies"), table);
        JsonNode all = kaiye.json("usage --by model");
        assertEquals(3, all.path("rows").size());
        assertEquals(-4_476_002, all.path("totals").path(1).path("marginMicros").asLong());
        assertTrue(all.path("totals").path(0).path("marginMicros").isNull(), all.toString());
        Path csv = folder.resolve("usage.csv");
        kaiye.done("usage --by day --customer acme --from 2026-03-01 --to 2026-03-02 --csv " + csv);
        List<String> lines = Files.readAllLines(csv);
        assertEquals(
                "2026-03-01,1,1000,0,0,0,USD,1750000,1225000,USD,5000000,0,1000,-4476000",
                lines.get(1));
        assertEquals(2, lines.size());
        assertTrue(kaiye.done("usage --from 2030-01-01").contains("Nothing was asked"));
    }

    @Test
    void aLossIsFoundAndTheDoctorSaysSo() {
        String found = kaiye.done("usage findings --from 2026-03-01 --to 2026-03-02");
        assertTrue(found.contains("customer acme is served at a loss of 3.657453 USD"), found);
        assertTrue(found.contains("earns 2.568547 (prices 1.75, fee of the time 0.818547)"), found);
        assertTrue(found.contains("(publishers 1.225, upstreams 5.00, own cores 0.001)"), found);
        assertTrue(found.contains("kaiye usage --by model --customer acme"), found);
        assertTrue(found.contains("upstreams alone ask for more"), found);
        assertTrue(kaiye.done("doctor").contains("Business"));
    }

    @Test
    void anInvoiceIsComparedAndPostedOnce() throws IOException {
        Path bill = folder.resolve("bill.csv");
        Files.writeString(bill, "request,usd\nchat-2,5.000007\nchat-9,0.1\n");
        String typed = "usage reconcile mock --id-column request --cost-column usd --file " + bill;
        String compared = kaiye.done(typed);
        assertTrue(compared.contains("0.000007"), compared);
        assertTrue(compared.contains("Nothing was changed"), compared);
        assertTrue(kaiye.done(typed + " --post").contains("Posted at"));
        assertTrue(kaiye.done(typed + " --post").contains("Posted at"));
        Files.writeString(bill, "request,usd\nchat-2,5.000007\nchat-9,0.10\n");
        JsonNode again = kaiye.json(typed);
        assertEquals(2, again.path("equal").path("calls").asInt(), again.toString());
        assertEquals(0, again.path("total").path("invoicedMicros").asLong() - 5_100_007);
        assertTrue(kaiye.done("doctor").contains("they add up"));
    }

    @Test
    void noSumsAreShownOfBooksThatDoNotAddUp() {
        try (Store store = Store.open(folder.resolve("home"))) {
            store.write(
                    sql ->
                            sql.update(
                                    "UPDATE account SET balance_micros = balance_micros + 1"
                                            + " WHERE name = 'compute:usd'"));
        }
        kaiye.refused("USD add up to 1 micros, not to zero", "usage");
        kaiye.refused("kaiye doctor", "usage findings");
        Ran doctor = kaiye.run("doctor");
        assertTrue(doctor.out().contains("contradictions"), doctor.out());
    }

    @Test
    void wrongUsageIsNamed() {
        kaiye.refused("Did you mean \"customer\"?", "usage --by custmer");
        kaiye.refused("--from is 'yesterday'", "usage --from yesterday");
        kaiye.refused("Did you mean \"acme\"?", "usage --customer acne");
        kaiye.refused("x.csv", "usage reconcile mok --file x.csv");
        kaiye.refused("--to", "usage reconcile mock --file x.csv --from 2026-03-01");
    }
}
