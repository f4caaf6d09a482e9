package io.kaiye.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a call is settled whose process died: nobody got an answer, so nobody pays; the upstream was
 * asked, so its cost is taken at the most that it may be, and marked, until its invoice says more.
 */
final class CutOff {
    static final String REASON = "cut_off";

    private CutOff() {}

    static Order order(CallTrace.Entry entry) {
        Optional<Order.Buyer> buyer =
                entry.buyer().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Order.Buyer(new CustomerId(entry.buyer()), entry.key()));
        return new Order(
                entry.answerId(),
                buyer,
                entry.endpoint(),
                entry.model(),
                Map.of(),
                Optional.empty());
    }

    static Usage usage(CallTrace.Entry entry) {
        Instant at = Instant.ofEpochMilli(entry.atMillis());
        return new Usage(
                "",
                "upstream",
                Usage.Ending.CUT_OFF,
                REASON,
                Map.of(),
                0,
                "COUNTED",
                0,
                List.of(
                        new Usage.UpstreamUse(
                                entry.upstream(),
                                entry.upstreamModel(),
                                "",
                                0,
                                0,
                                0,
                                entry.costMicrosMax(),
                                "COUNTED",
                                true,
                                at)),
                Duration.ZERO,
                at);
    }
}
