package io.kaiye.ledger;

/**
 * An invoice and what became of it.
 *
 * @param receivedMicros paid for it after it was made
 * @param creditedMicros taken back by credit notes
 * @param openMicros still to be paid, exactly
 */
public record InvoiceStanding(
        Invoice invoice, long receivedMicros, long creditedMicros, long openMicros) {
    /** What is left to do. */
    public enum State {
        OPEN,
        PAID,
        /** Taken back whole. */
        CREDITED
    }

    /** What is left to do; less than half of the smallest coin is nothing. */
    public State state() {
        if (creditedMicros > 0 && creditedMicros == invoice.totalMicros()) {
            return State.CREDITED;
        }
        return shownOpenMicros() > 0 ? State.OPEN : State.PAID;
    }

    /** Still to be paid, to the smallest coin. */
    public long shownOpenMicros() {
        return Coins.round(openMicros, invoice.currency());
    }
}
