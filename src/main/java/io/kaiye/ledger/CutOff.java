package io.kaiye.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a call is settled whose process died: nobody got an answer, so nobody pays; upstreams were
 * asked, so the cost of each is taken at the most that it may be, and marked, until its invoice
 * says more.
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
                entry.tries().stream().map(each -> use(each, at)).toList(),
                Duration.ZERO,
                at);
    }

    private static Usage.UpstreamUse use(CallTrace.Try each, Instant at) {
        return new Usage.UpstreamUse(
                each.upstream(),
                each.model(),
                "",
                0,
                0,
                0,
                each.costMicrosMax(),
                "COUNTED",
                true,
                at);
    }
}
