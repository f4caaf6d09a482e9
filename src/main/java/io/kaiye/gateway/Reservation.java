package io.kaiye.gateway;

import java.util.Optional;

/** What is set aside for one call. Ended once; a second end does nothing. One thread at a time. */
public interface Reservation extends AutoCloseable {
    /**
     * Says that an upstream is about to be asked, so that a process that dies meanwhile leaves a
     * trace. Before each try.
     *
     * @param costMicrosMax what it may cost at most
     */
    void asking(String upstream, String model, long costMicrosMax);

    /**
     * Posts what was used. It is on the disk when this returns; only then may the last byte of the
     * answer leave.
     *
     * @param kept the answer, where the caller sent an idempotency key
     */
    Receipt settle(Spent spent, Optional<KeptAnswer> kept);

    /**
     * Nothing was answered: the customer pays nothing. What upstreams cost nevertheless is posted.
     *
     * @param reason name of the error code that the caller gets
     */
    void release(Spent spent, String reason);

    /** Releases what was not ended otherwise. */
    @Override
    void close();
}
