package io.kaiye.http;

import java.util.Optional;

/** Tells who sends a request. Called by many threads at once. */
@FunctionalInterface
public interface Authenticator {
    /**
     * @param authorization the header of that name
     * @param path of the route, such as {@code /v1/models/{id}}
     * @throws io.kaiye.base.KaiyeException UNAUTHORIZED if it is missing or not known; FORBIDDEN
     *     where it is known and no longer good
     */
    Caller check(Optional<String> authorization, String path);
}
