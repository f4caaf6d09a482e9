package io.kaiye.http;

import java.util.Map;
import java.util.Optional;

/** A request as a handler sees it. Used by the thread that answers it. */
public interface Request {
    /** What the caller sent as {@code x-request-id}, or a new id; stands in the answer too. */
    String id();

    /** Who sends it. */
    Caller caller();

    /** The path template of the route, such as {@code /v1/models/{id}}. */
    String route();

    /** What stands in the path for {@code {name}}, percent-decoded. */
    String pathValue(String name);

    /** What stands after the question mark, percent-decoded; of a name twice, the first. */
    Map<String, String> query();

    /** The first value of a header; the name in lower case. */
    Optional<String> header(String name);

    /**
     * The whole body; empty if there is none.
     *
     * @throws io.kaiye.base.KaiyeException TOO_LARGE, SLOW_REQUEST, OVERLOADED, or INVALID_ARGUMENT
     *     if it is not HTTP
     */
    byte[] body();

    /**
     * True once the caller has gone away. Cheap to ask again and again; watching begins with the
     * first question.
     */
    boolean abandoned();
}
