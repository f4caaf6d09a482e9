package io.kaiye.ledger;

import java.util.Map;
import java.util.Optional;

/**
 * A call before any work is done for it.
 *
 * @param answerId that its answer will have; never given before
 * @param buyer who pays; empty for the operator, who pays nobody
 * @param endpoint as a key's terms name it
 * @param model as the caller named it
 * @param most units that it may use at most; a unit that is missing is none
 * @param idempotency empty where the caller has no name for it
 */
public record Order(
        String answerId,
        Optional<Buyer> buyer,
        String endpoint,
        String model,
        Map<Unit, Long> most,
        Optional<Idempotency> idempotency) {
    public Order {
        most = Map.copyOf(most);
    }

    /**
     * A customer, by a key.
     *
     * @param key its prefix
     */
    public record Buyer(CustomerId customer, String key) {}

    /**
     * The caller's own name for a request, under which it may be sent again.
     *
     * @param requestHash SHA-256 of what was asked, in hexadecimal digits
     */
    public record Idempotency(String name, String requestHash) {}

    long most(Unit unit) {
        return most.getOrDefault(unit, 0L);
    }
}
