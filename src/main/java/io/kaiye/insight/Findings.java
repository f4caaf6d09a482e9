package io.kaiye.insight;

import io.kaiye.insight.Finding.Kind;
import io.kaiye.insight.Finding.Severity;
import io.kaiye.ledger.AccruedFees;
import io.kaiye.ledger.Decimals;
import io.kaiye.ledger.QuotaUse;
import io.kaiye.ledger.Quotas;
import io.kaiye.ledger.Reconciliations;
import io.kaiye.ledger.Reconciliations.Awaiting;
import io.kaiye.ledger.UsageReport;
import io.kaiye.ledger.UsageReport.By;
import io.kaiye.ledger.UsageReport.Filter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks the books through for what somebody should look at. Safe for threads. */
public final class Findings {
    /** The time that losses are looked for in, where none is said. */
    public static final Duration USUAL = Duration.ofDays(30);

    /** A quota of which so much is used is nearly used. */
    static final long NEARLY_PERCENT = 80;

    private static final long ALL_PERCENT = 100;
    private static final long MOST_OF_PERIOD_PERCENT = 80;
    private static final Duration CLOCK_BACK_MAX = Duration.ofMinutes(1);

    private final UsageReport usage;
    private final Quotas quotas;
    private final Reconciliations reconciliations;
    private final AccruedFees fees;
    private final InstantSource clock;

    public Findings(
            UsageReport usage,
            Quotas quotas,
            Reconciliations reconciliations,
            AccruedFees fees,
            InstantSource clock) {
        this.usage = usage;
        this.quotas = quotas;
        this.reconciliations = reconciliations;
        this.fees = fees;
        this.clock = clock;
    }

    /**
     * Everything, the most urgent first.
     *
     * @param from losses from then on; empty for {@link #USUAL} before the end
     * @param to losses until then; empty for now
     */
    public List<Finding> list(Optional<Instant> from, Optional<Instant> to) {
        Instant now = clock.instant();
        Instant end = to.orElse(now);
        Instant start = from.orElse(end.minus(USUAL));
        List<Finding> found = new ArrayList<>();
        clock(now).ifPresent(found::add);
        quotas.all().forEach(use -> quota(use, now).ifPresent(found::add));
        Map<By, Map<AccruedFees.Earner, Long>> earned =
                Map.of(
                        By.CUSTOMER, fees.byCustomer(start, end),
                        By.PLAN, fees.byPlan(start, end));
        found.addAll(new Losses(usage, Filter.between(start, end), earned).list());
        reconciliations.awaiting().forEach(one -> found.add(awaiting(one)));
        found.sort(Comparator.comparing(Finding::severity).reversed());
        return List.copyOf(found);
    }

    private Optional<Finding> clock(Instant now) {
        return usage.newest()
                .filter(newest -> newest.isAfter(now.plus(CLOCK_BACK_MAX)))
                .map(
                        newest ->
                                new Finding(
                                        Kind.CLOCK_BEHIND,
                                        Severity.URGENT,
                                        "clock",
                                        "This machine's clock says "
                                                + now
                                                + ", and the books have an answer of "
                                                + newest
                                                + "; nothing is sold meanwhile.",
                                        Map.of(
                                                "behindMillis",
                                                Duration.between(now, newest).toMillis()),
                                        "Set the clock, and let it follow a time server."));
    }

    private static Optional<Finding> quota(QuotaUse use, Instant now) {
        long percent = use.usedPercent().orElse(0L);
        String rest =
                use.hard()
                        ? "; beyond it calls are refused."
                        : "; it is soft, beyond it calls are answered and charged.";
        if (percent >= ALL_PERCENT) {
            Severity severity = use.hard() ? Severity.URGENT : Severity.WARNING;
            return Optional.of(finding(use, Kind.QUOTA_USED, severity, "has used its quota", rest));
        }
        if (percent >= NEARLY_PERCENT) {
            Severity severity = use.hard() ? Severity.WARNING : Severity.NOTE;
            return Optional.of(
                    finding(
                            use,
                            Kind.QUOTA_NEARLY_USED,
                            severity,
                            "has nearly used its quota",
                            rest));
        }
        return isIdle(use, now)
                ? Optional.of(
                        finding(
                                use,
                                Kind.INCLUDED_NOT_USED,
                                Severity.NOTE,
                                "has used nothing of what is included",
                                "; customers who use nothing leave."))
                : Optional.empty();
    }

    private static boolean isIdle(QuotaUse use, Instant now) {
        long whole = Duration.between(use.from(), use.to()).toMillis();
        long passed = Duration.between(use.from(), now).toMillis();
        return use.included() > 0
                && use.used() == 0
                && passed * ALL_PERCENT >= whole * MOST_OF_PERIOD_PERCENT;
    }

    /** "The customer acme has used its quota: 60 of 60 answers (100%) of starter@1, until …". */
    private static Finding finding(
            QuotaUse use, Kind kind, Severity severity, String what, String end) {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("used", use.used());
        use.quota().ifPresent(most -> figures.put("quota", most));
        figures.put("included", use.included());
        boolean idle = kind == Kind.INCLUDED_NOT_USED;
        long most = use.quota().filter(quota -> !idle).orElse(use.included());
        String text =
                String.format(
                        Locale.ROOT,
                        "The customer %s %s: %,d of %,d %s%s of %s, until %s%s",
                        use.customer(),
                        what,
                        use.used(),
                        most,
                        use.unit().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        idle ? "" : " (" + use.usedPercent().orElse(0L) + "%)",
                        use.plan(),
                        use.to(),
                        end);
        return new Finding(
                kind,
                severity,
                "customer " + use.customer(),
                text,
                figures,
                idle
                        ? "Ask whether they need help; what they have: kaiye customer show "
                                + use.customer()
                        : "Offer a larger plan: kaiye customer subscribe "
                                + use.customer()
                                + " PLAN");
    }

    private static Finding awaiting(Awaiting one) {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("calls", one.calls());
        figures.put("cutOff", one.cutOff());
        figures.put("micros", one.micros());
        return new Finding(
                Kind.CHARGES_TO_RECONCILE,
                Severity.NOTE,
                "upstream " + one.upstream(),
                String.format(
                        Locale.ROOT,
                        "%,d calls to the upstream %s are booked at %s %s by our own count,%s until"
                                + " its invoice says more.",
                        one.calls(),
                        one.upstream(),
                        Decimals.amount(one.micros()),
                        one.currency(),
                        one.cutOff() == 0
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        " %,d of them at the most that they may cost, since the"
                                                + " server died meanwhile,",
                                        one.cutOff())),
                figures,
                "When the invoice comes: kaiye usage reconcile "
                        + one.upstream()
                        + " --file INVOICE.csv");
    }
}
