package io.kaiye.app;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.http.Authenticator;
import io.kaiye.http.BearerToken;
import io.kaiye.http.Caller;
import io.kaiye.ledger.ApiKey;
import io.kaiye.ledger.KeyRing;
import java.util.Map;
import java.util.Optional;

/**
 * Tells customers by their keys from the operator by the token. Where there is no token, who sends
 * nothing is the operator, unless keys are asked for. Safe for threads.
 */
final class KeyAuthenticator implements Authenticator {
    private static final String SCHEME = "Bearer ";
    private static final String KEY = "kaiye_";

    /**
     * What a key's terms call the routes that customers may use; a key that is limited to some may
     * call no route that has no such name.
     */
    private static final Map<String, String> ENDPOINTS =
            Map.of(
                    "/v1/classify", "classify",
                    "/v1/embeddings", "embeddings",
                    "/v1/chat/completions", "chat",
                    "/v1/feedback", "feedback",
                    "/v1/models", "models",
                    "/v1/models/{id}", "models");

    private final KeyRing keys;
    private final BearerToken token;
    private final boolean keysOnly;

    /**
     * @param keysOnly whether a request that shows nothing is refused, though there is no token
     */
    KeyAuthenticator(KeyRing keys, BearerToken token, boolean keysOnly) {
        this.keys = keys;
        this.token = token;
        this.keysOnly = keysOnly;
    }

    @Override
    public Caller check(Optional<String> authorization, String path) {
        Optional<String> key = authorization.flatMap(KeyAuthenticator::key);
        if (key.isPresent()) {
            return customer(key.get(), path);
        }
        if (keysOnly && !token.isSet()) {
            throw new KaiyeException(
                    ErrorCode.UNAUTHORIZED,
                    "This server asks for a key. Send it as Authorization: Bearer kaiye_…; the"
                            + " operator makes one with: kaiye key create CUSTOMER");
        }
        return token.check(authorization, path);
    }

    private static Optional<String> key(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String sent = authorization.substring(SCHEME.length()).trim();
        return sent.startsWith(KEY) ? Optional.of(sent) : Optional.empty();
    }

    /** Only who holds the whole key is told that it is revoked or has expired. */
    private Caller customer(String sent, String path) {
        ApiKey key =
                keys.find(sent)
                        .orElseThrow(
                                () ->
                                        new KaiyeException(
                                                ErrorCode.UNAUTHORIZED,
                                                "There is no such key. Look whether it was copied"
                                                        + " whole, or ask for a new one."));
        switch (keys.state(key)) {
            case GOOD -> checkEndpoint(key, path);
            case EXPIRED -> throw noLongerGood(key, "expired at " + key.expiresAt().orElseThrow());
            case REVOKED -> throw noLongerGood(key, "was revoked");
        }
        return Caller.customer(key.customer().value(), key.prefix());
    }

    private static KaiyeException noLongerGood(ApiKey key, String why) {
        return new KaiyeException(
                ErrorCode.FORBIDDEN,
                "The key " + key.prefix() + " " + why + ". Ask for a new one.");
    }

    private static void checkEndpoint(ApiKey key, String path) {
        String endpoint = ENDPOINTS.getOrDefault(path, path);
        if (!key.mayCall(endpoint)) {
            throw new KaiyeException(
                    ErrorCode.FORBIDDEN,
                    "The key "
                            + key.prefix()
                            + " is not for "
                            + path
                            + "; it may call "
                            + String.join(", ", key.terms().endpoints())
                            + ".");
        }
    }
}
