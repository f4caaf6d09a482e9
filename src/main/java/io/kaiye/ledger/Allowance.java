package io.kaiye.ledger;

import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What one customer may use in one period on this node. A quota is an account: so many units are
 * posted to it for the period, and answers post them on to those that were used. Safe for threads.
 *
 * @param until when the plan is to be looked up again: a change may have been dated ahead
 * @param credit where a prepaid price is taken from; empty where an invoice comes afterwards
 * @param quotas of the units that have a hard one
 */
record Allowance(
        Subscription plan,
        long revision,
        Instant until,
        Optional<Lease> credit,
        Map<Unit, Lease> quotas) {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** The memo of what is granted for a period, and of what is taken back of it. */
    private static final String GRANT = "quota of the period";

    /** What one account was granted by another; an index holds the transfers with a memo. */
    static final String MOVED =
            "SELECT COALESCE(SUM(amount_micros), 0) AS sum FROM transfer"
                    + " WHERE credit = ? AND debit = ? AND memo <> '' AND memo = ?";

    Allowance {
        quotas = Map.copyOf(quotas);
    }

    /** What allowances are made of. */
    record Makings(Store store, Ledger ledger, Watch watch, InstantSource clock) {}

    /**
     * Opens what a plan needs.
     *
     * @param before leases of the plan before; one of an account that is needed still goes on
     */
    static Allowance open(Makings makings, Subscription plan, long revision, List<Lease> before) {
        CustomerId customer = plan.customer();
        String currency = plan.plan().currency();
        Accounts.of(customer, currency).forEach(makings.ledger().quick()::ready);
        plan.plan()
                .listings()
                .forEach(
                        listing ->
                                listing.publisher()
                                        .map(name -> Accounts.publisher(name, currency))
                                        .map(id -> Accounts.sharedAccount(id, currency))
                                        .ifPresent(makings.ledger().quick()::ready));
        Optional<Lease> credit =
                plan.plan().billing() == Plan.Billing.PREPAID
                        ? Optional.of(lease(makings, Accounts.credit(customer), currency, before))
                        : Optional.empty();
        Map<Unit, Lease> quotas = new EnumMap<>(Unit.class);
        plan.plan()
                .units()
                .forEach(
                        (unit, terms) -> {
                            if (terms.hard() && terms.quota().isPresent()) {
                                long quota = terms.quota().get();
                                quotas.put(unit, quota(makings, plan, unit, quota, before));
                            }
                        });
        return new Allowance(
                plan, revision, until(plan, makings.clock().instant()), credit, quotas);
    }

    private static Lease lease(
            Makings makings, AccountId source, String currency, List<Lease> before) {
        return before.stream()
                .filter(lease -> lease.source().equals(source))
                .findFirst()
                .orElseGet(() -> lease(makings, source, currency));
    }

    private static Lease lease(Makings makings, AccountId source, String currency) {
        makings.ledger()
                .quick()
                .ready(new Account(makings.watch().node().lease(source), currency, false));
        Lease lease =
                new Lease(
                        makings.store(),
                        makings.ledger(),
                        makings.watch(),
                        makings.clock(),
                        source);
        makings.watch().add(lease);
        return lease;
    }

    private static Lease quota(
            Makings makings, Subscription plan, Unit unit, long quota, List<Lease> before) {
        AccountId account = account(plan.customer(), unit, plan.from());
        String currency = currency(unit);
        makings.ledger().quick().ready(new Account(account, currency, false));
        makings.ledger().quick().ready(new Account(used(unit), currency, true));
        makings.ledger().quick().ready(new Account(granted(unit), currency, true));
        Instant now = makings.clock().instant();
        makings.ledger().write(sql -> grant(makings.ledger(), sql, account, unit, quota, now));
        return lease(makings, account, currency, before);
    }

    /** Brings what was granted for the period to what the plan says now. */
    private static boolean grant(
            Ledger ledger, Sql sql, AccountId account, Unit unit, long quota, Instant now) {
        long before = granted(sql, account, unit);
        if (quota > before) {
            ledger.post(sql, transfer(granted(unit), account, quota - before, now));
        } else if (quota < before) {
            long left = AccountRows.require(sql, account).availableMicros();
            long back = Math.min(left, before - quota);
            if (back > 0) {
                ledger.post(sql, transfer(account, granted(unit), back, now));
            }
        }
        return true;
    }

    private static Transfer transfer(AccountId debit, AccountId credit, long units, Instant now) {
        TransferId id = new TransferId("quota-" + UUID.randomUUID());
        return new Transfer(id, debit, credit, units, GRANT, now);
    }

    private static long granted(Sql sql, AccountId account, Unit unit) {
        long own = AccountRows.require(sql, account).row();
        long grants = AccountRows.require(sql, granted(unit)).row();
        return sql.first(MOVED, own, grants, GRANT).orElseThrow().number("sum")
                - sql.first(MOVED, grants, own, GRANT).orElseThrow().number("sum");
    }

    /** The units that a customer may still use in a period. */
    static AccountId account(CustomerId customer, Unit unit, Instant period) {
        return new AccountId(
                "quota:" + customer + ":" + unit.word() + ":" + period.getEpochSecond());
    }

    static AccountId used(Unit unit) {
        return new AccountId("quota:used:" + unit.word());
    }

    private static AccountId granted(Unit unit) {
        return new AccountId("quota:granted:" + unit.word());
    }

    /** Codes that ISO 4217 leaves to everybody, so that units never meet money. */
    private static String currency(Unit unit) {
        return switch (unit) {
            case ANSWERS -> "XAN";
            case INPUT_TOKENS -> "XIT";
            case OUTPUT_TOKENS -> "XOT";
        };
    }

    /** True as long as nothing is known to have changed. */
    boolean holds(long newest, Instant now) {
        return revision == newest && now.isBefore(until);
    }

    /** The same for longer, if the plan is the same still. */
    Optional<Allowance> renewed(Subscription found, long newest, Instant now) {
        return found.equals(plan)
                ? Optional.of(new Allowance(plan, newest, until(plan, now), credit, quotas))
                : Optional.empty();
    }

    private static Instant until(Subscription plan, Instant now) {
        Instant soon = now.plus(LOOK_AGAIN);
        return soon.isBefore(plan.to()) ? soon : plan.to();
    }

    /** The lease of a hard quota that there is. */
    Lease quota(Unit unit) {
        return Objects.requireNonNull(quotas.get(unit));
    }

    /** Every lease. */
    List<Lease> leases() {
        List<Lease> all = new ArrayList<>(quotas.values());
        credit.ifPresent(all::add);
        return all;
    }
}
