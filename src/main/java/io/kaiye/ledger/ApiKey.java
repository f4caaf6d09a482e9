package io.kaiye.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a key; the key itself is not.
 *
 * @param prefix its first part, which may be shown and printed
 * @param terms that it was made on; one that takes its place has the same
 * @param expiresAt the first instant at which it is no longer good; empty for never
 * @param revokedAt when it was taken back; empty if it was not
 */
public record ApiKey(
        String prefix,
        CustomerId customer,
        KeyTerms terms,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {
    /** Good, expired or revoked. */
    public State state(Instant now) {
        if (revokedAt.isPresent()) {
            return State.REVOKED;
        }
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent() ? State.EXPIRED : State.GOOD;
    }

    /** Whether a key is good. */
    public enum State {
        GOOD,
        EXPIRED,
        REVOKED
    }

    /** True if it may ask this model. */
    public boolean mayAsk(String model) {
        return terms.models().isEmpty() || terms.models().contains(model);
    }

    /** True if it may call this endpoint. */
    public boolean mayCall(String endpoint) {
        return terms.endpoints().isEmpty() || terms.endpoints().contains(endpoint);
    }
}
