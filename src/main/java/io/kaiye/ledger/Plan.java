package io.kaiye.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a plan: what a customer may use and what it costs. It never changes; a change is a
 * new version, and a customer stays on the one that was bought until moved.
 *
 * @param id short name, as of a customer
 * @param number of the version, from 1
 * @param names what people read, by language: {@code en}, {@code zh}
 * @param currency of all its prices
 * @param billing how it is paid
 * @param period of the fee, the included units and the quotas
 * @param feeMicros for one period; 0 for none
 * @param trialDays before the first fee; 0 for none
 * @param units what is sold; a unit that is missing is free and without limit
 * @param rate of requests; empty for no limit
 * @param discountBasisPoints off every price, fee included; hundredths of a percent
 * @param listings prices of single models, which go before those of {@code units}
 */
public record Plan(
        String id,
        int number,
        Map<String, String> names,
        String currency,
        Billing billing,
        Period period,
        long feeMicros,
        int trialDays,
        Map<Unit, UnitTerms> units,
        Optional<RateLimit> rate,
        int discountBasisPoints,
        List<Listing> listings) {
    public Plan {
        names = Map.copyOf(names);
        units = Map.copyOf(units);
        listings = List.copyOf(listings);
    }

    /** The plan and its version, such as {@code starter@2}. */
    public String reference() {
        return id + "@" + number;
    }

    /** The own prices of a model, if it has some. */
    Optional<Listing> listing(String model) {
        for (Listing one : listings) {
            if (one.model().equals(model)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** What 1,000 units of a model cost before the discount; 0 where they are not sold. */
    long per1000Micros(String model, Unit unit) {
        return listing(model)
                .map(own -> own.per1000Micros().get(unit))
                .or(() -> Optional.ofNullable(units.get(unit)).map(UnitTerms::per1000Micros))
                .orElse(0L);
    }

    /** How it is paid. */
    public enum Billing {
        /** From what was paid in before; where that ends, calls are refused. */
        PREPAID,
        /** Afterwards, by an invoice for each period. */
        INVOICE
    }

    /** How often. */
    public enum Period {
        MONTH,
        YEAR
    }

    /**
     * What one unit costs.
     *
     * @param included units of a period that cost nothing more than the fee
     * @param per1000Micros price of 1,000 units beyond those
     * @param quota units of a period that may be used, included ones among them; empty for no limit
     * @param hard true if calls beyond the quota are refused; false if they are only pointed out
     */
    public record UnitTerms(
            long included, long per1000Micros, Optional<Long> quota, boolean hard) {}

    /**
     * Requests a second, by a bucket of tokens.
     *
     * @param perSecond that flow in
     * @param burst that it holds
     */
    public record RateLimit(double perSecond, int burst) {}

    /**
     * A model with its own price, perhaps of somebody else's.
     *
     * @param per1000Micros price of 1,000 units; a unit that is missing costs what {@code units}
     *     says. Included units are not for it
     * @param publisher short name of who made the model; empty for us
     * @param shareBasisPoints of the price that are the publisher's; hundredths of a percent
     */
    public record Listing(
            String model,
            Map<Unit, Long> per1000Micros,
            Optional<String> publisher,
            int shareBasisPoints) {
        public Listing {
            per1000Micros = Map.copyOf(per1000Micros);
        }
    }
}
