package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a key is good for.
 *
 * @param models that it may ask; empty for all
 * @param endpoints that it may call; empty for all
 * @param life how long it is good; empty for ever
 */
public record KeyTerms(List<String> models, List<String> endpoints, Optional<Duration> life) {
    /** Everything a key can be limited to. */
    public static final Set<String> ENDPOINTS =
            Set.of("chat", "classify", "embeddings", "feedback", "models");

    public KeyTerms {
        models = List.copyOf(models);
        endpoints = List.copyOf(endpoints);
        for (String endpoint : endpoints) {
            if (!ENDPOINTS.contains(endpoint)) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "There is no endpoint \""
                                + endpoint
                                + "\"; accepted are "
                                + String.join(", ", new TreeSet<>(ENDPOINTS))
                                + ".");
            }
        }
        if (life.filter(time -> time.compareTo(Duration.ZERO) <= 0).isPresent()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "A key has to be good for a time above zero, such as 90d.");
        }
    }
}
