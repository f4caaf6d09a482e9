package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import io.kaiye.base.Suggestions;
import io.kaiye.ledger.Reconciliation.Line;
import io.kaiye.ledger.Reconciliation.Side;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Upstreams' invoices against the books. Corrections are transfers between what an upstream has
 * earned and what was spent on upstreams; each is counted when the next invoice names the same
 * call, so that a call that one invoice has not and the next one has costs what it costs. Safe for
 * threads.
 */
public final class Reconciliations {
    private static final int SHOWN_MAX = 5;
    private static final int ID_DIGITS = 24;
    private static final Comparator<Line> LARGEST_FIRST =
            Comparator.<Line>comparingLong(line -> -Math.abs(line.differenceMicros()))
                    .thenComparing(Line::call);

    private static final String AWAITING =
            "SELECT u.upstream, a.cost_currency, COUNT(*) AS calls, SUM(u.cost_micros) AS micros,"
                    + " SUM(CASE WHEN a.ending = 'CUT_OFF' THEN 1 ELSE 0 END) AS cut_off"
                    + " FROM upstream_charge u JOIN answer a ON a.id = u.answer_id"
                    + " WHERE u.token_source = 'COUNTED' AND NOT EXISTS"
                    + " (SELECT 1 FROM reconciled_call r WHERE r.upstream = u.upstream"
                    + " AND r.call = "
                    + UpstreamCalls.CALL
                    + ") GROUP BY u.upstream, a.cost_currency"
                    + " ORDER BY u.upstream, a.cost_currency";

    private final Store store;
    private final Ledger ledger;
    private final InstantSource clock;

    public Reconciliations(Store store, Ledger ledger, InstantSource clock) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Charges whose cost is our own count until the upstream's invoice says more.
     *
     * @param cutOff of the calls, those whose process died
     */
    public record Awaiting(
            String upstream, String currency, long calls, long cutOff, long micros) {}

    /**
     * How to compare.
     *
     * @param toleranceMicros 0 or more
     * @param from with {@code to}: calls of this time that the invoice has not are looked for;
     *     without, those between the first and the last call that it has
     */
    public record Terms(long toleranceMicros, Optional<Instant> from, Optional<Instant> to) {}

    /** What is to be reconciled. */
    public List<Awaiting> awaiting() {
        return store.read(
                sql ->
                        sql.query(AWAITING).stream()
                                .map(
                                        row ->
                                                new Awaiting(
                                                        row.text("upstream"),
                                                        row.text("cost_currency"),
                                                        row.number("calls"),
                                                        row.number("cut_off"),
                                                        row.number("micros")))
                                .toList());
    }

    /** Those that were posted, oldest first; one whose posting was interrupted is none. */
    public List<Reconciliation> list() {
        return store.read(
                sql ->
                        sql
                                .query(
                                        "SELECT content FROM reconciliation"
                                                + " ORDER BY posted_millis, id")
                                .stream()
                                .map(row -> kept(sql, row))
                                .filter(one -> one.postedAt().isPresent())
                                .toList());
    }

    /**
     * Compares, and changes nothing. An invoice that was posted is given as it was then.
     *
     * @throws KaiyeException UNKNOWN_UPSTREAM
     */
    public Reconciliation compare(String upstream, UpstreamBill bill, Terms terms) {
        return store.read(sql -> reconcile(sql, upstream, bill, terms));
    }

    /**
     * Compares and posts what corrects the books: for calls that both have, and those that only the
     * invoice has; for those that only the books have if the terms say from when to when. Other
     * writers wait for no more than {@link Correcting#BATCH} calls. What was interrupted goes on
     * with the terms that it began with; done again, it posts nothing.
     *
     * @throws KaiyeException UNKNOWN_UPSTREAM; NOT_READY if the posting of another invoice of the
     *     upstream was interrupted
     */
    public Reconciliation post(String upstream, UpstreamBill bill, Terms terms) {
        Optional<Reconciliation> begun = Optional.empty();
        while (begun.isEmpty()) {
            begun = begin(upstream, bill, terms);
        }
        Reconciliation report = begun.get();
        if (!store.read(sql -> isFinished(sql, report))) {
            new Correcting(store, ledger, report).post(bill);
        }
        return report;
    }

    /** Adds the report, after which its amounts stay; empty if another one came in between. */
    private Optional<Reconciliation> begin(String upstream, UpstreamBill bill, Terms terms) {
        long others = store.read(sql -> count(sql, upstream));
        Reconciliation found = compare(upstream, bill, terms);
        return store.write(
                sql -> {
                    Optional<Reconciliation> before = stored(sql, found.id());
                    if (before.isPresent()) {
                        return before;
                    }
                    if (count(sql, upstream) != others) {
                        return Optional.empty();
                    }
                    Reconciliation posted = found.posted(Optional.of(clock.instant()));
                    sql.update(
                            "INSERT INTO reconciliation (id, upstream, content, posted_millis)"
                                    + " VALUES (?, ?, ?, ?)",
                            posted.id(),
                            upstream,
                            Json.line(posted),
                            posted.postedAt().orElseThrow());
                    return Optional.of(posted);
                });
    }

    private static long count(Sql sql, String upstream) {
        return sql.first(
                        "SELECT COUNT(*) AS count FROM reconciliation WHERE upstream = ?", upstream)
                .orElseThrow()
                .number("count");
    }

    private static boolean isFinished(Sql sql, Reconciliation one) {
        return sql.first(
                                "SELECT COUNT(*) AS marks FROM reconciled_call"
                                        + " WHERE upstream = ? AND reconciliation = ?",
                                one.upstream(),
                                one.id())
                        .orElseThrow()
                        .number("marks")
                >= one.marks();
    }

    private static void requireFinished(Sql sql, String upstream) {
        for (Row row :
                sql.query("SELECT content FROM reconciliation WHERE upstream = ?", upstream)) {
            Reconciliation one = kept(sql, row);
            if (one.postedAt().isEmpty()) {
                throw new KaiyeException(
                        ErrorCode.NOT_READY,
                        "The posting of an invoice of "
                                + upstream
                                + " was interrupted ("
                                + one.id()
                                + ", "
                                + Decimals.amount(one.total().invoicedMicros())
                                + " "
                                + one.currency()
                                + "). Post that file again first; it goes on where it stopped.");
            }
        }
    }

    private static Reconciliation reconcile(
            Sql sql, String upstream, UpstreamBill bill, Terms terms) {
        String currency = currency(sql, upstream);
        String id = id(upstream, bill);
        Optional<Reconciliation> before = stored(sql, id);
        if (before.isPresent()) {
            return shown(sql, before.get());
        }
        requireFinished(sql, upstream);
        UpstreamCalls calls = UpstreamCalls.of(sql, upstream, id);
        Terms whole = whole(terms, bill, calls);
        List<Line> equal = new ArrayList<>();
        List<Line> different = new ArrayList<>();
        List<Line> invoiceOnly = new ArrayList<>();
        bill.micros()
                .forEach(
                        (call, asked) -> {
                            Line line =
                                    new Line(call, asked, calls.micros().getOrDefault(call, 0L));
                            boolean same =
                                    Math.abs(line.differenceMicros()) <= terms.toleranceMicros();
                            (!calls.micros().containsKey(call)
                                            ? invoiceOnly
                                            : same ? equal : different)
                                    .add(line);
                        });
        return new Reconciliation(
                id,
                upstream,
                currency,
                terms.toleranceMicros(),
                whole.from(),
                whole.to(),
                Side.of(equal),
                different.stream().sorted(LARGEST_FIRST).toList(),
                invoiceOnly.stream().sorted(LARGEST_FIRST).toList(),
                booksOnly(calls, bill, whole),
                terms.from().isPresent() && terms.to().isPresent(),
                Optional.empty());
    }

    private static Terms whole(Terms terms, UpstreamBill bill, UpstreamCalls calls) {
        if (terms.from().isPresent() || terms.to().isPresent()) {
            return terms;
        }
        List<Instant> times =
                bill.micros().keySet().stream()
                        .flatMap(call -> Optional.ofNullable(calls.at().get(call)).stream())
                        .sorted()
                        .toList();
        return times.isEmpty()
                ? new Terms(
                        terms.toleranceMicros(),
                        Optional.of(Instant.EPOCH),
                        Optional.of(Instant.EPOCH))
                : new Terms(
                        terms.toleranceMicros(),
                        Optional.of(times.getFirst()),
                        Optional.of(times.getLast().plusMillis(1)));
    }

    /** Calls that were written off before are zero now, and nothing more is said of them. */
    private static List<Line> booksOnly(UpstreamCalls calls, UpstreamBill bill, Terms whole) {
        List<Line> lines = new ArrayList<>();
        calls.micros()
                .forEach(
                        (call, booked) -> {
                            if (booked != 0
                                    && !bill.micros().containsKey(call)
                                    && calls.within(call, whole.from(), whole.to())) {
                                lines.add(new Line(call, 0, booked));
                            }
                        });
        return lines.stream().sorted(LARGEST_FIRST).toList();
    }

    private static String id(String upstream, UpstreamBill bill) {
        return Sha256.of((upstream + "\n" + bill.sha256()).getBytes(StandardCharsets.UTF_8))
                .substring(0, ID_DIGITS);
    }

    private static Optional<Reconciliation> stored(Sql sql, String id) {
        return sql.first("SELECT content FROM reconciliation WHERE id = ?", id)
                .map(Reconciliations::stored);
    }

    private static Reconciliation stored(Row row) {
        return Json.parse(row.text("content"), Reconciliation.class);
    }

    private static Reconciliation kept(Sql sql, Row row) {
        return shown(sql, stored(row));
    }

    /** One whose posting was interrupted is not posted yet. */
    private static Reconciliation shown(Sql sql, Reconciliation stored) {
        return isFinished(sql, stored) ? stored : stored.posted(Optional.empty());
    }

    private static String currency(Sql sql, String upstream) {
        List<Balance> accounts =
                AccountRows.all(sql).stream()
                        .filter(one -> one.account().id().value().startsWith("upstream:"))
                        .toList();
        return accounts.stream()
                .map(Balance::account)
                .filter(one -> Accounts.upstream(upstream, one.currency()).equals(one.id()))
                .map(Account::currency)
                .findFirst()
                .orElseThrow(() -> unknown(upstream, accounts));
    }

    private static KaiyeException unknown(String upstream, List<Balance> accounts) {
        List<String> names =
                accounts.stream()
                        .map(one -> one.account().id().value().split(":", -1)[1])
                        .distinct()
                        .toList();
        return new KaiyeException(
                ErrorCode.UNKNOWN_UPSTREAM,
                "The books have no call to an upstream \""
                        + upstream
                        + "\". "
                        + Suggestions.didYouMean(upstream, names)
                        + (names.isEmpty()
                                ? "No upstream was called yet"
                                : "There are: " + Suggestions.list(names, SHOWN_MAX))
                        + ".");
    }
}
