package io.kaiye.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.insight.Finding.Kind;
import io.kaiye.insight.Finding.Severity;
import io.kaiye.ledger.AccruedFees;
import io.kaiye.ledger.Quotas;
import io.kaiye.ledger.Reconciliations;
import io.kaiye.ledger.Trade;
import io.kaiye.ledger.Usage;
import io.kaiye.ledger.UsageReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in the books. */
class FindingsTest {
    @TempDir Path home;
    private Trade trade;

    @BeforeEach
    void open() {
        trade = new Trade(home);
    }

    @AfterEach
    void close() {
        trade.close();
    }

    private List<Finding> findings() {
        return new Findings(
                        new UsageReport(trade.store()),
                        new Quotas(trade.store(), trade.clock()),
                        new Reconciliations(trade.store(), trade.ledger(), trade.clock()),
                        new AccruedFees(trade.store()),
                        trade.clock())
                .list(Optional.empty(), Optional.empty());
    }

    private static Trade.Call call(int customer, long answers, List<Long> tries) {
        return new Trade.Call(customer, "desk", Usage.Ending.COMPLETE, answers, 0, 0, tries, 0, 0);
    }

    @Test
    void newBooksHaveNothingToSeeTo() {
        assertEquals(List.of(), findings());
    }

    @Test
    void whoCostsMoreThanPriceAndFeeIsFoundWithTheReason() {
        trade.payIn(1_000_000);
        trade.sell(call(2, 10, List.of(5_001L, 2_000L)));
        trade.pass(Duration.ofHours(1));
        List<Finding> found = findings();
        Finding customer = about(found, "customer bibi");
        assertEquals(Kind.SOLD_AT_A_LOSS, customer.kind());
        assertEquals(Severity.WARNING, customer.severity());
        assertEquals(1L, customer.figures().get("lossMicros"));
        assertTrue(customer.text().contains("not used cost 0.005001"), customer.text());
        assertEquals(Severity.NOTE, about(found, "model desk").severity());
        assertEquals(Severity.NOTE, about(found, "route upstream").severity());
        assertEquals(Severity.WARNING, about(found, "plan prepaid@1").severity());
    }

    @Test
    void aFeeOfTheTimePaysForWhatIsIncluded() {
        trade.pass(Duration.ofDays(15));
        trade.sell(call(1, 5, List.of(12_000_000L)));
        trade.pass(Duration.ofHours(1));
        assertEquals(List.of(), kinds(findings(), "customer acme"));
        trade.sell(call(1, 1, List.of(12_000_000L)));
        trade.pass(Duration.ofHours(1));
        assertEquals(List.of(Kind.SOLD_AT_A_LOSS), kinds(findings(), "customer acme"));
    }

    @Test
    void whatWeCountedOurselvesWaitsForTheUpstreamsInvoice() {
        trade.sell(call(0, 1, List.of(5L, 7L, 8L)));
        Finding found = about(findings(), "upstream mock");
        assertEquals(Kind.CHARGES_TO_RECONCILE, found.kind());
        assertEquals(2L, found.figures().get("calls"));
        assertEquals(12L, found.figures().get("micros"));
        assertTrue(found.text().contains("booked at 0.000012 USD"), found.text());
    }

    @Test
    void quotasAreSeenAtEightyAndAtAHundredPercent() {
        trade.sell(call(1, 47, List.of()));
        assertEquals(List.of(), kinds(findings(), "customer acme"));
        trade.sell(call(1, 1, List.of()));
        assertEquals(List.of(Kind.QUOTA_NEARLY_USED), kinds(findings(), "customer acme"));
        trade.sell(call(1, 12, List.of()));
        Finding used = about(findings(), "customer acme");
        assertEquals(Kind.QUOTA_USED, used.kind());
        assertTrue(used.text().contains("60 of 60"), used.text());
        assertTrue(used.text().contains("answers (100%) of metered@1"), used.text());
        assertTrue(used.text().contains("it is soft"), used.text());
    }

    @Test
    void includedUnitsThatNobodyUsesAreFoundWhenThePeriodIsNearlyOver() {
        trade.pass(Duration.ofDays(24));
        assertEquals(List.of(), findings());
        trade.pass(Duration.ofDays(1));
        assertEquals(
                List.of(Kind.INCLUDED_NOT_USED, Kind.INCLUDED_NOT_USED),
                kinds(findings(), "customer acme"));
    }

    @Test
    void aClockBehindTheBooksIsUrgent() {
        trade.sell(call(0, 1, List.of()));
        trade.pass(Duration.ofMinutes(-2));
        Finding first = findings().getFirst();
        assertEquals(Kind.CLOCK_BEHIND, first.kind());
        assertEquals(Severity.URGENT, first.severity());
        trade.pass(Duration.ofMinutes(2));
    }

    private static Finding about(List<Finding> found, String what) {
        return found.stream().filter(one -> one.about().equals(what)).findFirst().orElseThrow();
    }

    private static List<Kind> kinds(List<Finding> found, String what) {
        return found.stream().filter(one -> one.about().equals(what)).map(Finding::kind).toList();
    }
}
