package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * Posts the corrections of a reconciliation whose report is there, a batch of calls in each
 * transaction, so that answers are posted in between. Each call is marked with its correction: what
 * was interrupted goes on where it stopped.
 */
final class Correcting {
    /** Calls of one transaction. */
    static final int BATCH = 500;

    private final Store store;
    private final Ledger ledger;
    private final Reconciliation report;

    Correcting(Store store, Ledger ledger, Reconciliation report) {
        this.store = store;
        this.ledger = ledger;
        this.report = report;
    }

    /**
     * What one call is corrected by.
     *
     * @param number its place, which ends the transfer's id
     */
    private record Correction(int number, String call, long micros) {}

    void post(UpstreamBill bill) {
        List<Correction> all = store.read(sql -> corrections(sql, bill));
        for (int i = 0; i < all.size(); i += BATCH) {
            List<Correction> batch = all.subList(i, Math.min(all.size(), i + BATCH));
            store.write(
                    sql -> {
                        batch.forEach(one -> correct(sql, one));
                        return true;
                    });
        }
    }

    /** In the same order each time; those that were posted among them. */
    private List<Correction> corrections(Sql sql, UpstreamBill bill) {
        UpstreamCalls calls = UpstreamCalls.of(sql, report.upstream(), report.id());
        List<Correction> all = new ArrayList<>();
        bill.micros()
                .forEach(
                        (call, asked) -> {
                            long booked = calls.micros().getOrDefault(call, 0L);
                            all.add(new Correction(all.size() + 1, call, asked - booked));
                        });
        if (report.takesBack()) {
            for (Reconciliation.Line line : report.booksOnly()) {
                all.add(new Correction(all.size() + 1, line.call(), line.differenceMicros()));
            }
        }
        return all;
    }

    private void correct(Sql sql, Correction one) {
        int marked =
                sql.update(
                        "INSERT INTO reconciled_call (reconciliation, upstream, call,"
                                + " correction_micros) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (upstream, call, reconciliation) DO NOTHING",
                        report.id(),
                        report.upstream(),
                        one.call(),
                        one.micros());
        if (marked == 0 || one.micros() == 0) {
            return;
        }
        AccountId cost = Accounts.upstreamCost(report.currency());
        AccountId upstream = Accounts.upstream(report.upstream(), report.currency());
        Posting posting =
                ledger.post(
                        sql,
                        new Transfer(
                                new TransferId("reconcile:" + report.id() + ":" + one.number()),
                                one.micros() > 0 ? cost : upstream,
                                one.micros() > 0 ? upstream : cost,
                                Math.abs(one.micros()),
                                "invoice of " + report.upstream(),
                                report.postedAt().orElseThrow()));
        if (posting instanceof Posting.Refused refused) {
            throw new KaiyeException(ErrorCode.INTERNAL, refused.toString());
        }
    }
}
