package io.kaiye.gateway;

/**
 * What the gateway asks of the books: set aside before work, post before the answer. The
 * composition root joins it to the ledger. Safe for threads.
 */
public interface Books {
    /**
     * Sets aside what a call may use at most, before any work is done for it; or gives the answer
     * again that was given to the same idempotency key.
     *
     * @throws io.kaiye.base.KaiyeException FORBIDDEN where the key's terms do not allow it,
     *     QUOTA_REACHED, NO_CREDIT, RATE_LIMITED, and ALREADY_EXISTS where the idempotency key is
     *     of another request or of one that is still being answered
     */
    Admission admit(Asked asked);
}
