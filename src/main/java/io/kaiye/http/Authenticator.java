package io.kaiye.http;

import java.util.Optional;

/** Tells who sends a request. Called by many threads at once. */
@FunctionalInterface
public interface Authenticator {
    /**
     * @param authorization the header of that name
     * @throws io.kaiye.base.KaiyeException UNAUTHORIZED if it is missing or not known; FORBIDDEN
     *     where it is known and no longer good
     */
    Caller check(Optional<String> authorization);
}
