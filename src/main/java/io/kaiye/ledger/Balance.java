package io.kaiye.ledger;

/**
 * What an account holds.
 *
 * @param balanceMicros all credits less all debits
 * @param heldMicros of it, what open holds keep for what is being done
 */
public record Balance(Account account, long balanceMicros, long heldMicros) {
    /** What may still be spent where there is no overdraft. */
    public long availableMicros() {
        return Math.subtractExact(balanceMicros, heldMicros);
    }
}
