package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Optional;

/** The header that makes a request one with itself when it is sent again. */
public final class IdempotencyKey {
    private static final String HEADER = "Idempotency-Key";

    /** The longest that is accepted. */
    public static final int CHARACTERS_MAX = 255;

    private IdempotencyKey() {}

    /**
     * What the caller sent; empty where nothing was.
     *
     * @throws KaiyeException INVALID_ARGUMENT if it is not accepted
     */
    public static Optional<String> of(Request request) {
        return request.header("idempotency-key").map(IdempotencyKey::checked);
    }

    private static String checked(String key) {
        boolean good =
                !key.isEmpty()
                        && key.length() <= CHARACTERS_MAX
                        && key.chars().allMatch(c -> c > ' ' && c < 127);
        if (!good) {
            throw KaiyeException.ofParameter(
                    ErrorCode.INVALID_ARGUMENT,
                    HEADER,
                    "The header Idempotency-Key has "
                            + key.length()
                            + " characters or some that do not print; accepted are 1 to "
                            + CHARACTERS_MAX
                            + " printable ASCII characters without spaces.");
        }
        return key;
    }
}
