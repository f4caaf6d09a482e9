package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.base.FileTrees;
import io.kaiye.store.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What invoices say that was used, against what was posted. */
class AnswerTotalsTest {
    @Provide
    Arbitrary<List<Trade.Call>> calls() {
        return Trade.calls();
    }

    @Property(tries = 25)
    void allPeriodsTogetherAreWhatWasPosted(@ForAll("calls") List<Trade.Call> calls)
            throws IOException {
        Path folder = Files.createTempDirectory("totals");
        try (Trade trade = new Trade(folder)) {
            trade.payIn(1_500);
            calls.forEach(trade::sell);
            List<UsageTotal> acme = totals(trade, Trade.ACME);
            List<UsageTotal> bibi = totals(trade, Trade.BIBI);
            List<UsageTotal> cora = totals(trade, Trade.CORA);
            for (CustomerId customer : List.of(Trade.ACME, Trade.BIBI, Trade.CORA)) {
                assertEquals(-trade.balance(Accounts.due(customer)), owed(trade, customer));
            }
            assertEquals(
                    trade.balance(Accounts.answers("USD"))
                            + trade.balance(Accounts.publisher("press", "USD")),
                    price(acme) + price(bibi));
            assertEquals(trade.balance(Accounts.answers("CNY")), price(cora));
        } finally {
            FileTrees.delete(folder);
        }
    }

    private static <T> List<T> windows(
            Trade trade, CustomerId customer, BiFunction<Sql, Period, T> work) {
        return trade.store()
                .read(
                        sql ->
                                Subscriptions.timeline(sql, customer)
                                        .windows(Trade.START.plus(Duration.ofDays(365)))
                                        .stream()
                                        .map(window -> work.apply(sql, window.period()))
                                        .toList());
    }

    private static List<UsageTotal> totals(Trade trade, CustomerId customer) {
        return windows(
                        trade,
                        customer,
                        (sql, period) ->
                                new AnswerTotals().of(sql, customer, period.from(), period.to()))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static long owed(Trade trade, CustomerId customer) {
        return windows(
                        trade,
                        customer,
                        (sql, period) ->
                                new AnswerTotals()
                                        .owedMicros(sql, customer, period.from(), period.to()))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static long price(List<UsageTotal> totals) {
        return totals.stream().mapToLong(UsageTotal::priceMicros).sum();
    }
}
