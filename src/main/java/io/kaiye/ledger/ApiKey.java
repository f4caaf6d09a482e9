package io.kaiye.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a key; the key itself is not.
 *
 * @param prefix its first part, which may be shown and printed
 * @param models that it may ask; empty for all
 * @param endpoints that it may call, such as {@code classify}; empty for all
 * @param expiresAt the first instant at which it is no longer good; empty for never
 * @param revokedAt when it was taken back; empty if it was not
 */
public record ApiKey(
        String prefix,
        CustomerId customer,
        List<String> models,
        List<String> endpoints,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {
    public ApiKey {
        models = List.copyOf(models);
        endpoints = List.copyOf(endpoints);
    }

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
        return models.isEmpty() || models.contains(model);
    }

    /** True if it may call this endpoint. */
    public boolean mayCall(String endpoint) {
        return endpoints.isEmpty() || endpoints.contains(endpoint);
    }
}
