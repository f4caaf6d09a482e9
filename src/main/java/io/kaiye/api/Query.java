package io.kaiye.api;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.http.Request;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters after the question mark. One that is not known is refused. */
record Query(Map<String, String> values) {
    private static final int DAY_CHARACTERS = "2026-01-31".length();

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
        try {
            return typed.length() <= DAY_CHARACTERS
                    ? LocalDate.parse(typed).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(typed);
        } catch (DateTimeException e) {
            throw KaiyeException.ofParameter(
                    ErrorCode.INVALID_ARGUMENT,
                    name,
                    "\""
                            + name
                            + "\" is \""
                            + typed
                            + "\"; accepted are a day such as 2026-01-31 or an instant such as"
                            + " 2026-01-31T10:00:00Z.");
        }
    }
}
