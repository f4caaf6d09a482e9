package io.kaiye.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Durations;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.http.JsonBody;
import io.kaiye.http.Request;
import io.kaiye.ledger.Decimals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a request's body. One that is not known, or of another type, is refused; null
 * counts as absent.
 */
record Body(JsonNode fields) {
    private static final int LIST_MAX = 1_000;

    /**
     * @throws KaiyeException INVALID_ARGUMENT if there is a field that is not among {@code known};
     *     as {@link JsonBody#read}
     */
    static Body of(Request request, List<String> known) {
        Body body = new Body(JsonBody.read(request, parser -> Json.mapper().readTree(parser)));
        body.fields()
                .fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                throw wrong(
                                        name,
                                        "There is no field \""
                                                + name
                                                + "\" here; accepted are "
                                                + String.join(", ", known)
                                                + ".");
                            }
                        });
        return body;
    }

    Optional<String> text(String name) {
        return field(name)
                .map(
                        value -> {
                            if (!value.isTextual()) {
                                throw wrong(name, "\"" + name + "\" has to be a string.");
                            }
                            return value.asText();
                        });
    }

    String required(String name) {
        return text(name).orElseThrow(() -> wrong(name, "\"" + name + "\" is missing."));
    }

    /** Strings; none where the field is absent. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        field(name)
                .ifPresent(
                        value -> {
                            if (!value.isArray() || value.size() > LIST_MAX) {
                                throw wrong(
                                        name,
                                        "\""
                                                + name
                                                + "\" has to be a list of at most "
                                                + LIST_MAX
                                                + " strings.");
                            }
                            value.forEach(one -> texts.add(textIn(name, one)));
                        });
        return texts;
    }

    private static String textIn(String name, JsonNode one) {
        if (!one.isTextual()) {
            throw wrong(name, "\"" + name + "\" has to be a list of strings.");
        }
        return one.asText();
    }

    /** An amount as people write it, such as "29.00", in micros. */
    Optional<Long> micros(String name) {
        return text(name)
                .map(
                        typed ->
                                Decimals.micros(typed)
                                        .orElseThrow(
                                                () ->
                                                        wrong(
                                                                name,
                                                                "\""
                                                                        + name
                                                                        + "\" is \""
                                                                        + typed
                                                                        + "\"; accepted is an"
                                                                        + " amount with at most 6"
                                                                        + " decimals, such as"
                                                                        + " \"29.00\".")));
    }

    Optional<Instant> instant(String name) {
        return text(name).map(typed -> Query.instant(name, typed));
    }

    Optional<Duration> duration(String name) {
        return text(name).map(typed -> Durations.parse(name, typed));
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isNull());
    }

    private static KaiyeException wrong(String name, String message) {
        return KaiyeException.ofParameter(ErrorCode.INVALID_ARGUMENT, name, message);
    }
}
