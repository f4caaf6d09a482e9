package io.kaiye.insight;

import io.kaiye.insight.Finding.Kind;
import io.kaiye.insight.Finding.Severity;
import io.kaiye.ledger.AccruedFees.Earner;
import io.kaiye.ledger.Decimals;
import io.kaiye.ledger.UsageReport;
import io.kaiye.ledger.UsageReport.By;
import io.kaiye.ledger.UsageReport.Filter;
import io.kaiye.ledger.UsageSum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who or what costs more than it earns. Customers and plans earn the fees of their time too; models
 * and routes have no fee of their own, and so are only worth knowing.
 */
final class Losses {
    private final UsageReport usage;
    private final Filter filter;
    private final Map<By, Map<Earner, Long>> fees;

    /**
     * @param fees by customer and by plan, in micros
     */
    Losses(UsageReport usage, Filter filter, Map<By, Map<Earner, Long>> fees) {
        this.usage = usage;
        this.filter = filter;
        this.fees = fees;
    }

    List<Finding> list() {
        return Stream.of(By.CUSTOMER, By.PLAN, By.MODEL, By.ROUTE)
                .flatMap(
                        by ->
                                usage.sums(by, filter).stream()
                                        .filter(sum -> isSold(by, sum))
                                        .filter(sum -> resultMicros(by, sum) < 0)
                                        .map(sum -> finding(by, sum)))
                .toList();
    }

    /** What the operator asked is not sold. */
    private static boolean isSold(By by, UsageSum sum) {
        boolean ours =
                sum.group().equals(UsageReport.OPERATOR) || sum.group().equals(UsageReport.NO_PLAN);
        boolean priced = by == By.CUSTOMER || by == By.PLAN || sum.priceMicros() > 0;
        return !ours && priced;
    }

    private long resultMicros(By by, UsageSum sum) {
        return sum.marginMicros().map(margin -> margin + feeMicros(by, sum)).orElse(0L);
    }

    private long feeMicros(By by, UsageSum sum) {
        return fees.getOrDefault(by, Map.of())
                .getOrDefault(new Earner(sum.group(), sum.currency()), 0L);
    }

    private Finding finding(By by, UsageSum sum) {
        boolean hasFees = by == By.CUSTOMER || by == By.PLAN;
        String about = by.name().toLowerCase(Locale.ROOT) + " " + sum.group();
        long fee = feeMicros(by, sum);
        long loss = -resultMicros(by, sum);
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("lossMicros", loss);
        figures.put("priceMicros", sum.priceMicros());
        figures.put("feeMicros", fee);
        figures.put("publisherMicros", sum.publisherMicros());
        figures.put("upstreamMicros", sum.upstreamMicros());
        figures.put("wastedMicros", sum.wastedMicros());
        figures.put("ownMicros", sum.ownMicros());
        return new Finding(
                Kind.SOLD_AT_A_LOSS,
                hasFees ? Severity.WARNING : Severity.NOTE,
                about,
                text(by, sum, fee),
                figures,
                next(by, sum.group()));
    }

    private String text(By by, UsageSum sum, long fee) {
        boolean hasFees = by == By.CUSTOMER || by == By.PLAN;
        long costs = sum.publisherMicros() + sum.upstreamMicros() + sum.ownMicros();
        return "The "
                + by.name().toLowerCase(Locale.ROOT)
                + " "
                + sum.group()
                + " is served at a loss of "
                + Decimals.amount(-resultMicros(by, sum))
                + " "
                + sum.currency()
                + ": it earns "
                + Decimals.amount(sum.priceMicros() + fee)
                + (hasFees
                        ? " (prices "
                                + Decimals.amount(sum.priceMicros())
                                + ", fee of the time "
                                + Decimals.amount(fee)
                                + ")"
                        : " (fees of plans are not counted here)")
                + " and costs "
                + Decimals.amount(costs)
                + " (publishers "
                + Decimals.amount(sum.publisherMicros())
                + ", upstreams "
                + Decimals.amount(sum.upstreamMicros())
                + ", own cores "
                + Decimals.amount(sum.ownMicros())
                + "). "
                + reason(sum, fee);
    }

    /** Where to look, and what can be changed there. */
    private static String next(By by, String group) {
        return switch (by) {
            case CUSTOMER ->
                    "See which models: kaiye usage --by model --customer "
                            + group
                            + "; then offer another plan: kaiye customer subscribe "
                            + group
                            + " PLAN";
            case MODEL, ROUTE ->
                    "See who asks: kaiye usage --by customer; then raise its price in the plans"
                            + " (kaiye plan apply FILE), or send it to a cheaper upstream in"
                            + " gateway.yaml.";
            default ->
                    "See which models: kaiye usage --by model; then raise its prices, and apply"
                            + " the file again: kaiye plan apply FILE";
        };
    }

    /** The first of these that alone explains the loss. */
    private static String reason(UsageSum sum, long fee) {
        long earned = sum.priceMicros() + fee - sum.publisherMicros();
        long used = sum.upstreamMicros() - sum.wastedMicros();
        if (earned >= used + sum.ownMicros()) {
            return "Tries at upstreams that were not used cost "
                    + Decimals.amount(sum.wastedMicros())
                    + " "
                    + sum.currency()
                    + "; without them it would earn.";
        }
        if (used > earned) {
            return "The upstreams alone ask for more than it earns.";
        }
        if (sum.ownMicros() > earned) {
            return "Our own cores alone cost more than it earns.";
        }
        return "Upstreams and our own cores together cost more than it earns.";
    }
}
