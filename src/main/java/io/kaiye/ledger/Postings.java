package io.kaiye.ledger;

import io.kaiye.ledger.Posting.Refused;
import io.kaiye.store.Sql;
import java.time.Instant;

/**
 * The transfers of one document, in one transaction. Their ids follow from the document's, so that
 * none is ever posted twice.
 *
 * @param id of the document, such as {@code invoice/2026-000001}
 */
record Postings(Sql sql, String id, String memo, Instant at) {
    /**
     * Moves an amount; nothing for nothing.
     *
     * @param part tells it from the other transfers of the document
     */
    void move(String part, AccountId debit, AccountId credit, long amountMicros) {
        if (amountMicros == 0) {
            return;
        }
        Posting posting =
                Ledger.postWithin(
                        sql,
                        new Transfer(
                                new TransferId(id + "/" + part),
                                debit,
                                credit,
                                amountMicros,
                                memo,
                                at));
        if (posting instanceof Refused refused) {
            throw new IllegalStateException(
                    "the ledger refused " + refused.id() + ": " + refused.message());
        }
    }
}
