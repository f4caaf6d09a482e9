package io.kaiye.app;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.Admission;
import io.kaiye.gateway.Asked;
import io.kaiye.gateway.Books;
import io.kaiye.gateway.KeptAnswer;
import io.kaiye.gateway.Receipt;
import io.kaiye.gateway.Reservation;
import io.kaiye.gateway.Spent;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.Kept;
import io.kaiye.ledger.Order;
import io.kaiye.ledger.Sale;
import io.kaiye.ledger.Sales;
import io.kaiye.ledger.Unit;
import io.kaiye.ledger.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The books of the gateway, kept by the ledger. Safe for threads. */
final class LedgerBooks implements Books {
    private final Sales sales;

    LedgerBooks(Sales sales) {
        this.sales = sales;
    }

    @Override
    public Admission admit(Asked asked) {
        return switch (sales.admit(order(asked))) {
            case Sales.Admission.Admitted admitted ->
                    new Admission.Admitted(new SaleReservation(sales, admitted.sale()));
            case Sales.Admission.Answered answered ->
                    new Admission.Answered(answer(answered.kept()));
        };
    }

    private static Order order(Asked asked) {
        return new Order(
                asked.answerId(),
                asked.caller()
                        .customer()
                        .map(
                                id ->
                                        new Order.Buyer(
                                                new CustomerId(id),
                                                asked.caller().key().orElseThrow())),
                asked.endpoint(),
                asked.model(),
                Map.of(
                        Unit.ANSWERS, asked.answers(),
                        Unit.INPUT_TOKENS, asked.inputTokensMax(),
                        Unit.OUTPUT_TOKENS, asked.outputTokensMax()),
                asked.idempotency()
                        .map(name -> new Order.Idempotency(name.key(), name.requestHash())));
    }

    private static KeptAnswer answer(Kept kept) {
        return new KeptAnswer(kept.status(), kept.contentType(), kept.headers(), kept.body());
    }

    /** A sale as the gateway sees it. */
    private record SaleReservation(Sales sales, Sale sale) implements Reservation {
        @Override
        public void asking(String upstream, String model, long costMicrosMax) {
            sale.asking(upstream, model, costMicrosMax);
        }

        @Override
        public Receipt settle(Spent spent, Optional<KeptAnswer> kept) {
            if (spent.ending() == Spent.Ending.FAILED) {
                throw new KaiyeException(ErrorCode.INTERNAL, "What failed is released.");
            }
            Sale.Posted posted =
                    sale.settle(
                            usage(spent, ending(spent.ending()), "", sales.latest(spent.at())),
                            kept.map(
                                    one ->
                                            new Kept(
                                                    one.status(),
                                                    one.contentType(),
                                                    one.headers(),
                                                    one.body())));
            return new Receipt(posted.priceMicros(), posted.currency());
        }

        @Override
        public void release(Spent spent, String reason) {
            sale.release(usage(spent, Usage.Ending.FAILED, reason, sales.latest(spent.at())));
        }

        @Override
        public void close() {
            sale.cancel();
        }
    }

    private static Usage usage(Spent spent, Usage.Ending ending, String reason, Instant at) {
        return new Usage(
                spent.servedBy(),
                spent.route(),
                ending,
                reason,
                Map.of(
                        Unit.ANSWERS, spent.answers(),
                        Unit.INPUT_TOKENS, spent.inputTokens(),
                        Unit.OUTPUT_TOKENS, spent.outputTokens()),
                spent.cachedInputTokens(),
                spent.source().name(),
                spent.ownCostMicros(),
                spent.upstream().stream().map(LedgerBooks::use).toList(),
                spent.latency(),
                at);
    }

    private static Usage.Ending ending(Spent.Ending ending) {
        return switch (ending) {
            case COMPLETE -> Usage.Ending.COMPLETE;
            case CANCELLED -> Usage.Ending.CANCELLED;
            case BROKEN -> Usage.Ending.BROKEN;
            case FAILED -> Usage.Ending.FAILED;
        };
    }

    private static Usage.UpstreamUse use(Spent.UpstreamCharge charge) {
        return new Usage.UpstreamUse(
                charge.upstream(),
                charge.model(),
                charge.upstreamId(),
                charge.inputTokens(),
                charge.cachedInputTokens(),
                charge.outputTokens(),
                charge.costMicros(),
                charge.source().name(),
                charge.wasted(),
                charge.at());
    }
}
