package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Durations;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a YAML file. Every problem is put on the list with its place, and a stand-in value
 * is given, so that all problems are found in one go. One thread.
 */
final class YamlEntry {
    private static final int PLACES_MAX = 6;

    private final JsonNode node;
    private final String place;
    private final List<String> problems;

    YamlEntry(JsonNode node, String place, List<String> problems, List<String> fields) {
        this.node = node;
        this.place = place;
        this.problems = problems;
        if (!node.isObject()) {
            problem("", "must be a mapping with the fields " + String.join(", ", fields));
            return;
        }
        for (String name : (Iterable<String>) node::fieldNames) {
            if (!fields.contains(name)) {
                problem(
                        name,
                        "is not known. "
                                + Suggestions.didYouMean(name, fields)
                                + "There are: "
                                + String.join(", ", fields));
            }
        }
    }

    void problem(String field, String what) {
        String where = field.isEmpty() ? place : place.isEmpty() ? field : place + "." + field;
        problems.add(where + " " + what + ".");
    }

    private @Nullable JsonNode value(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    boolean has(String field) {
        return value(field) != null;
    }

    /** True if the field is written, even without a value. */
    boolean isWritten(String field) {
        return node.has(field);
    }

    /** A single value as it is written; empty, with a problem, if it is missing and needed. */
    String text(String field, @Nullable String otherwise) {
        JsonNode value = value(field);
        if (value == null) {
            if (otherwise == null) {
                problem(field, "is missing");
            }
            return otherwise == null ? "" : otherwise;
        }
        if (!value.isValueNode() || value.asText().isBlank()) {
            problem(field, "must be one value that is not blank");
            return "";
        }
        return value.asText();
    }

    boolean truth(String field, boolean otherwise) {
        String text = text(field, Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            problem(field, "is '" + text + "'; accepted are true and false");
        }
        return text.equals("true");
    }

    int whole(String field, int otherwise, int low, int high) {
        String text = text(field, Integer.toString(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The same words fit both.
        }
        problem(field, "is '" + text + "'; accepted are whole numbers from " + low + " to " + high);
        return otherwise;
    }

    Duration duration(String field, Duration otherwise, Duration longest) {
        if (!has(field)) {
            return otherwise;
        }
        try {
            Duration value = Durations.parse(field, text(field, ""));
            if (!value.isZero() && value.compareTo(longest) <= 0) {
                return value;
            }
            problem(field, "is " + text(field, "") + "; accepted are 1ms to " + longest);
        } catch (KaiyeException e) {
            problems.add(place + "." + e.getMessage());
        }
        return otherwise;
    }

    /** An amount of money in micros. */
    long micros(String field, @Nullable String otherwise, long microsMax) {
        String text = text(field, otherwise);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            BigDecimal amount = new BigDecimal(text);
            boolean fits =
                    amount.signum() >= 0
                            && amount.scale() <= PLACES_MAX + 20
                            && amount.precision() <= 30
                            && amount.stripTrailingZeros().scale() <= PLACES_MAX
                            && amount.movePointRight(PLACES_MAX)
                                            .compareTo(BigDecimal.valueOf(microsMax))
                                    <= 0;
            if (fits) {
                return amount.movePointRight(PLACES_MAX).longValueExact();
            }
        } catch (NumberFormatException e) {
            // The same words fit both.
        }
        problem(
                field,
                "is '"
                        + text
                        + "'; accepted are amounts from 0 to "
                        + microsMax / 1_000_000
                        + " with at most six places after the point");
        return 0;
    }

    boolean isList(String field) {
        JsonNode value = value(field);
        return value != null && value.isArray();
    }

    /** The single values of a list as they are written; none if it is missing. */
    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : list(field)) {
            if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
                problem(field + "[" + texts.size() + "]", "must be one value that is not blank");
                texts.add("");
            } else {
                texts.add(value.asText());
            }
        }
        return texts;
    }

    /** The values of a list; none if it is missing. */
    List<JsonNode> list(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            problem(field, "must be a list");
            return List.of();
        }
        List<JsonNode> values = new ArrayList<>();
        value.forEach(values::add);
        return values;
    }

    Optional<JsonNode> mapping(String field) {
        return Optional.ofNullable(value(field));
    }
}
