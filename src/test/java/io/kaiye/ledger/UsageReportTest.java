package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.FileTrees;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.UsageReport.By;
import io.kaiye.ledger.UsageReport.Filter;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums of answers, against each other and against the accounts. */
class UsageReportTest {
    @TempDir Path home;

    @Provide
    Arbitrary<List<Trade.Call>> calls() {
        return Trade.calls();
    }

    @Property(tries = 25)
    void everyGroupingAddsUpToTheAccounts(@ForAll("calls") List<Trade.Call> calls)
            throws IOException {
        addUp(TestDatabase.SQLITE, calls);
    }

    @Property(tries = 4)
    void everyGroupingAddsUpOnPostgresToo(@ForAll("calls") List<Trade.Call> calls)
            throws IOException {
        addUp(TestDatabase.POSTGRES, calls);
    }

    private static void addUp(TestDatabase database, List<Trade.Call> calls) throws IOException {
        Path folder = Files.createTempDirectory("usage");
        try (Trade trade = new Trade(folder, database)) {
            trade.payIn(1_500);
            calls.forEach(trade::sell);
            UsageReport report = new UsageReport(trade.store());
            List<UsageSum> totals = UsageReport.totals(report.sums(By.CUSTOMER, Filter.ALL));
            for (By by : By.values()) {
                assertEquals(totals, UsageReport.totals(report.sums(by, Filter.ALL)), by + "");
            }
            assertEquals(
                    trade.balance(Accounts.answers("USD")),
                    in("USD", totals, one -> one.priceMicros() - one.publisherMicros()));
            assertEquals(
                    trade.balance(Accounts.publisher("press", "USD")),
                    in("USD", totals, UsageSum::publisherMicros));
            assertEquals(
                    trade.balance(Accounts.answers("CNY")),
                    in("CNY", totals, UsageSum::priceMicros));
            assertEquals(
                    trade.balance(Accounts.upstream("mock", "USD")),
                    totals.stream().mapToLong(UsageSum::upstreamMicros).sum());
            assertEquals(
                    trade.balance(Accounts.compute("USD")),
                    totals.stream().mapToLong(UsageSum::ownMicros).sum());
            checkCustomers(trade, report.sums(By.CUSTOMER, Filter.ALL));
            checkDays(report, totals);
        } finally {
            FileTrees.delete(folder);
        }
    }

    /** What each was charged is what each owes and has spent of its credit. */
    private static void checkCustomers(Trade trade, List<UsageSum> sums) {
        long spent =
                trade.ledger().balances().stream()
                        .filter(one -> one.account().id().value().startsWith("customer:"))
                        .filter(one -> one.account().currency().equals("USD"))
                        .mapToLong(Balance::balanceMicros)
                        .sum();
        assertEquals(1_500 - spent, in("USD", sums, UsageSum::priceMicros));
        assertEquals(
                -trade.balance(Accounts.due(Trade.ACME)),
                sums.stream()
                        .filter(one -> one.group().equals("acme"))
                        .filter(one -> one.currency().equals("USD"))
                        .mapToLong(UsageSum::priceMicros)
                        .sum());
        sums.stream()
                .filter(one -> one.group().equals(UsageReport.OPERATOR))
                .forEach(one -> assertEquals(0, one.priceMicros()));
    }

    private static void checkDays(UsageReport report, List<UsageSum> totals) {
        Instant middle = Trade.START.plus(Duration.ofDays(10));
        List<UsageSum> parts =
                new ArrayList<>(report.sums(By.DAY, Filter.between(Instant.EPOCH, middle)));
        parts.addAll(
                report.sums(
                        By.MODEL,
                        new Filter(Optional.empty(), Optional.of(middle), Optional.empty())));
        assertEquals(totals, UsageReport.totals(parts));
    }

    private static long in(String currency, List<UsageSum> sums, ToLongFunction<UsageSum> amount) {
        return sums.stream().filter(one -> one.currency().equals(currency)).mapToLong(amount).sum();
    }

    @Test
    void aSumSaysWhatItUsedEarnedAndCost() {
        try (Trade trade = new Trade(home)) {
            trade.sell(call(1, "news", 10, List.of(7_001L, 400L)));
            trade.pass(Duration.ofDays(1));
            trade.sell(call(3, "desk", 2, List.of(50L)));
            trade.sell(call(0, "desk", 1, List.of()));
            UsageReport report = new UsageReport(trade.store());
            UsageSum acme = report.sums(By.CUSTOMER, of(Trade.ACME)).getFirst();
            assertEquals(
                    new UsageSum(
                            "acme", "USD", "USD", 1, 10, 0, 0, 0, 17_500, 12_250, 7_401, 7_001, 70),
                    acme);
            assertEquals(Optional.of(-2_221L), acme.marginMicros());
            assertTrue(acme.isLoss());
            assertTrue(Json.line(acme).contains("\"marginMicros\":-2221"), Json.line(acme));
            UsageSum cora = report.sums(By.PLAN, of(Trade.CORA)).getFirst();
            assertEquals("yuan@1", cora.group());
            assertEquals(Optional.empty(), cora.marginMicros());
            assertEquals(List.of("2026-03-01", "2026-03-02", "2026-03-02"), groups(report, By.DAY));
            assertEquals(List.of("(none)", "metered@1", "yuan@1"), groups(report, By.PLAN));
            assertEquals(List.of("direct", "upstream", "upstream"), groups(report, By.ROUTE));
            assertThrows(
                    KaiyeException.class, () -> report.sums(By.DAY, of(new CustomerId("nobody"))));
        }
    }

    @Test
    void aQuotaSaysWhatIsLeft() {
        try (Trade trade = new Trade(home)) {
            trade.sell(call(1, "desk", 10, List.of()));
            trade.sell(call(1, "news", 5, List.of()));
            QuotaUse answers = new Quotas(trade.store(), trade.clock()).of(Trade.ACME).getFirst();
            assertEquals(15, answers.used());
            assertEquals(6, answers.includedUsed());
            assertEquals(Optional.of(45L), answers.left());
            assertEquals(Optional.of(25L), answers.usedPercent());
            trade.pass(Duration.ofDays(31));
            assertEquals(0, new Quotas(trade.store(), trade.clock()).all().getFirst().used());
        }
    }

    private static List<String> groups(UsageReport report, By by) {
        return report.sums(by, Filter.ALL).stream().map(UsageSum::group).toList();
    }

    private static Filter of(CustomerId customer) {
        return new Filter(Optional.of(customer), Optional.empty(), Optional.empty());
    }

    private static Trade.Call call(int customer, String model, long answers, List<Long> tries) {
        return new Trade.Call(
                customer, model, Usage.Ending.COMPLETE, answers, 0, 0, tries, answers * 7, 0);
    }
}
