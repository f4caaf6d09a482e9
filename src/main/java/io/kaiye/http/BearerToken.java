package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secret that callers send as {@code Authorization: Bearer …}, or none. Never printed; compared
 * in a time that does not depend on where two tokens differ. Safe for threads.
 */
public final class BearerToken implements Authenticator {
    /** Shorter tokens can be guessed. */
    public static final int CHARACTERS_MIN = 16;

    private static final BearerToken NONE = new BearerToken(null);
    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] secret;

    private BearerToken(byte @Nullable [] secret) {
        this.secret = secret;
    }

    /** No token is asked for. */
    public static BearerToken none() {
        return NONE;
    }

    /**
     * @throws KaiyeException INVALID_ARGUMENT if it is shorter than 16 characters or has characters
     *     that a header cannot carry
     */
    public static BearerToken of(String secret) {
        if (secret.length() < CHARACTERS_MIN || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The token has "
                            + secret.length()
                            + " characters; it needs at least "
                            + CHARACTERS_MIN
                            + ", letters, digits and signs without spaces. Make one with: openssl"
                            + " rand -hex 24");
        }
        return new BearerToken(secret.getBytes(StandardCharsets.US_ASCII));
    }

    public boolean isSet() {
        return secret != null;
    }

    /** Whoever sends the token is the operator. */
    @Override
    public Caller check(Optional<String> authorization, String path) {
        if (secret == null) {
            return Caller.OPERATOR;
        }
        String given = authorization.orElse("");
        if (given.isEmpty()) {
            throw refusal("This server asks for a token. Send it as Authorization: Bearer TOKEN.");
        }
        if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refusal("The Authorization header must read: Bearer TOKEN.");
        }
        byte[] sent = given.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(secret, sent)) {
            throw refusal(
                    "The token is wrong. Use the one that the server was started with (--token).");
        }
        return Caller.OPERATOR;
    }

    private static KaiyeException refusal(String message) {
        return new KaiyeException(ErrorCode.UNAUTHORIZED, message);
    }

    @Override
    public String toString() {
        return secret == null ? "no token" : "a token";
    }
}
