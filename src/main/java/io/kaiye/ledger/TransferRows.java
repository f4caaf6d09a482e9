package io.kaiye.ledger;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of the table {@code transfer}. */
final class TransferRows {
    private static final String COLUMNS =
            "SELECT t.id, t.kind, t.hold, d.name AS debit, c.name AS credit, t.amount_micros,"
                    + " t.memo, t.at_millis FROM transfer t JOIN account d ON d.id = t.debit"
                    + " JOIN account c ON c.id = t.credit";

    private TransferRows() {}

    /** What a row does. */
    enum Kind {
        /** Moves value. */
        POST,
        /** Keeps value for what is about to be done. */
        HOLD,
        /** Ends a hold and moves some of it. */
        SETTLE
    }

    /**
     * A row that is there.
     *
     * @param hold that it ends
     */
    record Recorded(
            TransferId id,
            Kind kind,
            Optional<TransferId> hold,
            AccountId debit,
            AccountId credit,
            long amountMicros) {
        /** True if it came of that request; memo and time may differ between two tries. */
        boolean isOf(Kind wanted, Transfer transfer) {
            return kind == wanted
                    && debit.equals(transfer.debit())
                    && credit.equals(transfer.credit())
                    && amountMicros == transfer.amountMicros();
        }

        boolean isOf(Settlement settlement) {
            return kind == Kind.SETTLE
                    && hold.equals(Optional.of(settlement.hold()))
                    && amountMicros == settlement.amountMicros();
        }
    }

    static Optional<Recorded> find(Sql sql, TransferId id) {
        return sql.first(COLUMNS + " WHERE t.id = ?", id.value()).map(TransferRows::recorded);
    }

    private static Recorded recorded(Row row) {
        return new Recorded(
                new TransferId(row.text("id")),
                Kind.valueOf(row.text("kind")),
                row.optionalText("hold").map(TransferId::new),
                new AccountId(row.text("debit")),
                new AccountId(row.text("credit")),
                row.number("amount_micros"));
    }

    static boolean isEnded(Sql sql, TransferId hold) {
        return sql.first("SELECT 1 AS one FROM transfer WHERE hold = ?", hold.value()).isPresent();
    }

    static void add(
            Sql sql, Recorded transfer, long debitRow, long creditRow, String memo, Instant at) {
        sql.update(
                "INSERT INTO transfer (id, kind, hold, debit, credit, amount_micros, memo,"
                        + " at_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                transfer.id().value(),
                transfer.kind(),
                transfer.hold().map(TransferId::value),
                debitRow,
                creditRow,
                transfer.amountMicros(),
                memo,
                at);
    }

    static List<Transfer> openHolds(Sql sql, Instant before) {
        return sql
                .query(
                        COLUMNS
                                + " WHERE t.kind = 'HOLD' AND t.at_millis < ? AND NOT EXISTS"
                                + " (SELECT 1 FROM transfer s WHERE s.hold = t.id)"
                                + " ORDER BY t.sequence",
                        before)
                .stream()
                .map(TransferRows::transfer)
                .toList();
    }

    private static Transfer transfer(Row row) {
        return new Transfer(
                new TransferId(row.text("id")),
                new AccountId(row.text("debit")),
                new AccountId(row.text("credit")),
                row.number("amount_micros"),
                row.text("memo"),
                row.instant("at_millis"));
    }
}
