package io.kaiye.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Books of tests that write down what they are told. Safe for threads. */
final class NotedBooks implements Books {
    /** The price of every answer. */
    static final long PRICE = 99;

    /** One end of a reservation. */
    record End(String how, Asked asked, Spent spent, Optional<KeptAnswer> kept) {}

    final Queue<Asked> admitted = new ConcurrentLinkedQueue<>();
    final Queue<String> asking = new ConcurrentLinkedQueue<>();
    final Queue<End> ends = new ConcurrentLinkedQueue<>();
    final AtomicInteger open = new AtomicInteger();
    private final Map<String, KeptAnswer> kept = new ConcurrentHashMap<>();
    volatile Runnable beforeSettling = () -> {};

    @Override
    public Admission admit(Asked asked) {
        Optional<KeptAnswer> before =
                asked.idempotency().map(key -> kept.get(key.key() + key.requestHash()));
        if (before.isPresent()) {
            return new Admission.Answered(before.get());
        }
        admitted.add(asked);
        open.incrementAndGet();
        return new Admission.Admitted(new Noted(asked));
    }

    /** The only end so far. */
    End only() {
        List<End> all = List.copyOf(ends);
        if (all.size() != 1) {
            throw new AssertionError("there are " + all);
        }
        return all.getFirst();
    }

    private final class Noted implements Reservation {
        private final Asked asked;
        private boolean ended;

        Noted(Asked asked) {
            this.asked = asked;
        }

        @Override
        public void asking(String upstream, String model, long costMicrosMax) {
            asking.add(upstream + "/" + model + " " + costMicrosMax);
        }

        @Override
        public Receipt settle(Spent spent, Optional<KeptAnswer> answer) {
            beforeSettling.run();
            end(new End("settled", asked, spent, answer));
            answer.ifPresent(
                    given ->
                            asked.idempotency()
                                    .ifPresent(
                                            key -> kept.put(key.key() + key.requestHash(), given)));
            return new Receipt(PRICE, "USD");
        }

        @Override
        public void release(Spent spent, String reason) {
            end(new End(reason, asked, spent, Optional.empty()));
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                open.decrementAndGet();
            }
        }

        private void end(End end) {
            if (!ended) {
                ended = true;
                open.decrementAndGet();
                ends.add(end);
            }
        }
    }
}
