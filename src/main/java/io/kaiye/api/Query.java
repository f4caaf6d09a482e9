package io.kaiye.api;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.PointsInTime;
import io.kaiye.http.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters after the question mark. One that is not known is refused. */
record Query(Map<String, String> values) {
    /**
     * @throws KaiyeException INVALID_ARGUMENT if there is one that is not among {@code known}
     */
    static Query of(Request request, List<String> known) {
        Map<String, String> values = request.query();
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(
                        name -> {
                            throw KaiyeException.ofParameter(
                                    ErrorCode.INVALID_ARGUMENT,
                                    name,
                                    "There is no parameter \""
                                            + name
                                            + "\" here; accepted are "
                                            + String.join(", ", known)
                                            + ".");
                        });
        return new Query(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A day in UTC, or an instant. */
    Optional<Instant> instant(String name) {
        return text(name).map(typed -> instant(name, typed));
    }

    static Instant instant(String name, String typed) {
        return PointsInTime.parse(typed)
                .orElseThrow(
                        () ->
                                KaiyeException.ofParameter(
                                        ErrorCode.INVALID_ARGUMENT,
                                        name,
                                        "\""
                                                + name
                                                + "\" is \""
                                                + typed
                                                + "\"; accepted are "
                                                + PointsInTime.ACCEPTED
                                                + "."));
    }
}
