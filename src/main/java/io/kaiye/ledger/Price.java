package io.kaiye.ledger;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer costs its customer, in whole micros of the plan's currency.
 *
 * <p>Each unit's part is units beyond the included ones, times the price of 1,000, times what the
 * discount leaves, rounded half up to the micro once for each unit; the price is their sum. A
 * publisher's share of the price is rounded down.
 *
 * @param parts for each unit that is sold, discount taken off
 * @param included units that cost nothing, for each unit
 * @param counted units at the plan's own prices, which use up the included ones
 * @param publisher who gets a share; empty for nobody
 */
record Price(
        Map<Unit, Long> parts,
        Map<Unit, Long> included,
        Map<Unit, Long> counted,
        Optional<String> publisher,
        long publisherMicros) {
    private static final int WHOLE = 10_000; // basis points
    private static final BigInteger DIVISOR = BigInteger.valueOf(1000L * WHOLE);
    private static final BigInteger HALF = DIVISOR.shiftRight(1);

    static final Price NOTHING = new Price(Map.of(), Map.of(), Map.of(), Optional.empty(), 0);

    Price {
        parts = Map.copyOf(parts);
        included = Map.copyOf(included);
        counted = Map.copyOf(counted);
    }

    /**
     * The price of so many units of a model.
     *
     * @param left included units that are not used up yet; a unit that is missing has none left
     */
    static Price of(Plan plan, String model, Map<Unit, Long> units, Map<Unit, Long> left) {
        Optional<Plan.Listing> listing = plan.listing(model);
        Map<Unit, Long> parts = new EnumMap<>(Unit.class);
        Map<Unit, Long> included = new EnumMap<>(Unit.class);
        Map<Unit, Long> counted = new EnumMap<>(Unit.class);
        units.forEach(
                (unit, used) -> {
                    boolean own =
                            listing.filter(one -> one.per1000Micros().containsKey(unit))
                                    .isPresent();
                    long free = own ? 0 : Math.min(used, left.getOrDefault(unit, 0L));
                    included.put(unit, free);
                    counted.put(unit, own ? 0 : used);
                    parts.put(unit, part(used - free, plan.per1000Micros(model, unit), plan));
                });
        long price = sum(parts);
        int share = listing.map(Plan.Listing::shareBasisPoints).orElse(0);
        Optional<String> publisher = listing.flatMap(Plan.Listing::publisher);
        long publisherMicros =
                publisher.isEmpty()
                        ? 0
                        : exact(price, share).divide(BigInteger.valueOf(WHOLE)).longValueExact();
        return new Price(parts, included, counted, publisher, publisherMicros);
    }

    private static long part(long units, long per1000Micros, Plan plan) {
        return exact(units, per1000Micros)
                .multiply(BigInteger.valueOf(WHOLE - plan.discountBasisPoints()))
                .add(HALF)
                .divide(DIVISOR)
                .longValueExact();
    }

    private static BigInteger exact(long one, long other) {
        return BigInteger.valueOf(one).multiply(BigInteger.valueOf(other));
    }

    private static long sum(Map<Unit, Long> amounts) {
        long sum = 0;
        for (long amount : amounts.values()) {
            sum += amount;
        }
        return sum;
    }

    long micros() {
        return sum(parts);
    }

    long part(Unit unit) {
        return parts.getOrDefault(unit, 0L);
    }

    long counted(Unit unit) {
        return counted.getOrDefault(unit, 0L);
    }

    long included(Unit unit) {
        return included.getOrDefault(unit, 0L);
    }
}
