package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Posts answers, and settles what could not be posted at once: calls of a process that died, found
 * by their traces when the next one starts, and calls that met books that could not be written.
 * Safe for threads.
 */
final class Settling implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Settling.class.getName());

    private final Ledger ledger;
    private final AnswerPosting posting;
    private final CallTrace trace;
    private final Queue<Unsettled> unsettled = new ConcurrentLinkedQueue<>();
    private volatile @Nullable KaiyeException why;

    Settling(Ledger ledger, AnswerPosting posting, CallTrace trace) {
        this.ledger = ledger;
        this.posting = posting;
        this.trace = trace;
    }

    /**
     * What could not be posted.
     *
     * @param place where its trace is until it is
     */
    private record Unsettled(Order order, Usage usage, int place) {}

    CallTrace trace() {
        return trace;
    }

    /** Posts an answer; what it returns was on the disk first. */
    Sold post(Sale sale, Usage usage, Optional<Kept> kept) {
        posting.prepare(usage);
        return ledger.write(sql -> posting.post(sql, sale.order(), sale.allowance(), usage, kept));
    }

    /**
     * Posts what nobody got and so nobody pays; later, if that cannot be done either.
     *
     * @param place of its trace, which is freed when it is posted
     */
    void settleUnanswered(Order order, Usage usage, int place) {
        try {
            post(order, usage);
            trace.free(place);
        } catch (KaiyeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the books cannot be written, so no upstream is asked: {0}",
                    e.getMessage());
            why = e;
            unsettled.add(new Unsettled(order, usage, place));
        }
    }

    /**
     * Upstreams are not paid for what cannot be posted.
     *
     * @throws KaiyeException DISK_FULL, DATABASE_UNREACHABLE, else NOT_READY
     */
    void requireSettled() {
        KaiyeException failure = why;
        if (failure == null || unsettled.isEmpty()) {
            return;
        }
        throw switch (failure.code()) {
            case DISK_FULL, DATABASE_UNREACHABLE ->
                    new KaiyeException(
                            failure.code(),
                            "No upstream is asked as long as the books cannot be written. "
                                    + failure.getMessage(),
                            failure);
            default ->
                    new KaiyeException(
                            ErrorCode.NOT_READY,
                            "The books cannot be written at the moment, so no upstream is asked."
                                    + " The server's log says why; send the request again later.");
        };
    }

    /** Tries again what could not be posted; the first that fails again ends it. */
    void settleOpen() {
        for (Unsettled one = unsettled.peek(); one != null; one = unsettled.peek()) {
            try {
                post(one.order(), one.usage());
            } catch (KaiyeException e) {
                why = e;
                return; // it was said when it failed first, and is tried again before long
            }
            unsettled.remove(one);
            trace.free(one.place());
            if (unsettled.isEmpty()) {
                LOG.log(System.Logger.Level.INFO, "the books can be written again");
            }
        }
    }

    /** What a process left that died: customers pay nothing, upstreams are owed the most. */
    void settleCutOff() {
        trace.left().forEach(entry -> post(CutOff.order(entry), CutOff.usage(entry)));
        trace.clear();
    }

    /** Posts what nobody pays for; nothing where the answer is there already. */
    private void post(Order order, Usage usage) {
        posting.prepare(usage);
        ledger.write(
                sql ->
                        AnswerRows.isThere(sql, order.answerId())
                                ? Sold.NOTHING
                                : posting.post(
                                        sql, order, Optional.empty(), usage, Optional.empty()));
    }

    @Override
    public void close() {
        trace.close();
    }
}
