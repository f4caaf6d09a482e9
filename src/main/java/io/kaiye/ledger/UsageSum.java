package io.kaiye.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * What the answers of a group used, earned and cost; all of one currency of prices and one of
 * costs.
 *
 * @param group what they have in common, such as a customer
 * @param currency of the price and the publisher's share
 * @param costCurrency of the costs
 * @param calls all of them, those that failed too
 * @param answers that were given
 * @param priceMicros that customers pay
 * @param publisherMicros of the price, what publishers get
 * @param upstreamMicros cost of every try at an upstream
 * @param wastedMicros of these, for tries that were not used
 * @param ownMicros cost of our own cores
 */
public record UsageSum(
        String group,
        String currency,
        String costCurrency,
        long calls,
        long answers,
        long inputTokens,
        long cachedInputTokens,
        long outputTokens,
        long priceMicros,
        long publisherMicros,
        long upstreamMicros,
        long wastedMicros,
        long ownMicros) {
    /** What we keep of the price; empty where price and costs are in two currencies. */
    @JsonProperty
    public Optional<Long> marginMicros() {
        return currency.equals(costCurrency)
                ? Optional.of(priceMicros - publisherMicros - upstreamMicros - ownMicros)
                : Optional.empty();
    }

    /** True if it is sure that it costs more than it earns. */
    public boolean isLoss() {
        return marginMicros().filter(margin -> margin < 0).isPresent();
    }

    /** This and another of the same currencies, under a name of their own. */
    UsageSum plus(UsageSum other, String name) {
        return new UsageSum(
                name,
                currency,
                costCurrency,
                calls + other.calls,
                answers + other.answers,
                inputTokens + other.inputTokens,
                cachedInputTokens + other.cachedInputTokens,
                outputTokens + other.outputTokens,
                Math.addExact(priceMicros, other.priceMicros),
                Math.addExact(publisherMicros, other.publisherMicros),
                Math.addExact(upstreamMicros, other.upstreamMicros),
                Math.addExact(wastedMicros, other.wastedMicros),
                Math.addExact(ownMicros, other.ownMicros));
    }
}
