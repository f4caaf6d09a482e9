package io.kaiye.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kaiye.base.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of one mapping of a file of plans. What is wrong goes to a list that all share, with
 * its place, and some harmless value is given instead. One thread.
 */
final class PlanFields {
    private static final int SHOWN_CHARACTERS_MAX = 60;

    private final JsonNode node;
    private final String place;
    private final List<String> problems;

    PlanFields(JsonNode node, String place, List<String> problems) {
        this.node = node;
        this.place = place;
        this.problems = problems;
        if (!node.isObject() && !node.isMissingNode()) {
            problems.add(place + " is " + shown(node) + "; accepted is a mapping of fields.");
        }
    }

    /** The same fields under another name in messages. */
    PlanFields named(String other) {
        return new PlanFields(node.isObject() ? node : MissingNode.getInstance(), other, problems);
    }

    boolean has(String field) {
        return node.has(field);
    }

    /** The mapping in a field; one without fields where there is none. */
    PlanFields inside(String field) {
        return new PlanFields(node.path(field), place + "." + field, problems);
    }

    /** The mappings of a list in a field. */
    List<PlanFields> each(String field) {
        JsonNode list = node.path(field);
        if (!list.isArray()) {
            if (!list.isMissingNode()) {
                problem(field, list, "a list");
            }
            return List.of();
        }
        List<PlanFields> all = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            all.add(new PlanFields(list.get(i), place + "." + field + "[" + i + "]", problems));
        }
        return all;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Iterator<String> all = node.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        return names;
    }

    /** Complains of every field that is none of these. */
    void only(String... known) {
        List<String> all = Arrays.asList(known);
        for (String name : names()) {
            if (!all.contains(name)) {
                problems.add(
                        place
                                + "."
                                + name
                                + " is not known. "
                                + Suggestions.didYouMean(name, all)
                                + "Accepted are "
                                + String.join(", ", all)
                                + ".");
            }
        }
    }

    String text(String field, Pattern form, String accepted) {
        JsonNode value = node.path(field);
        if (value.isValueNode() && form.matcher(value.asText()).matches()) {
            return value.asText();
        }
        problem(field, value, accepted);
        return "";
    }

    Optional<String> textIfAny(String field, Pattern form, String accepted) {
        return has(field) ? Optional.of(text(field, form, accepted)) : Optional.empty();
    }

    <E extends Enum<E>> E oneOf(String field, List<E> values) {
        String typed = node.path(field).asText();
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(typed)) {
                return value;
            }
        }
        String all =
                values.stream()
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or "));
        problem(field, node.path(field), all);
        return values.getFirst();
    }

    /** 0 where there is none. */
    long micros(String field) {
        return parsed(
                field,
                0L,
                typed -> boxed(Decimals.micros(typed)),
                "an amount from 0 to "
                        + Decimals.AMOUNT_MICROS_MAX / 1_000_000
                        + " with at most 6 decimals, such as 29.00");
    }

    /** 0 where there is none. */
    int basisPoints(String field) {
        return parsed(
                field,
                0,
                typed -> boxed(Decimals.basisPoints(typed)),
                "a share from 0% to 100% with at most 2 decimals, such as 12.5%");
    }

    <T> T parsed(String field, T without, Function<String, Optional<T>> parse, String accepted) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return without;
        }
        Optional<T> parsed =
                value.isNumber()
                        ? parse.apply(value.decimalValue().toPlainString())
                        : value.isTextual() ? parse.apply(value.asText()) : Optional.empty();
        if (parsed.isEmpty()) {
            problem(field, value, accepted);
        }
        return parsed.orElse(without);
    }

    /** What is not right with the fields together. */
    void problem(String words) {
        problems.add(place + " " + words);
    }

    private void problem(String field, JsonNode value, String accepted) {
        problems.add(
                place + "." + field + " is " + shown(value) + "; accepted is " + accepted + ".");
    }

    private static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "missing";
        }
        String text = value.isNumber() ? value.decimalValue().toPlainString() : value.toString();
        return text.length() <= SHOWN_CHARACTERS_MAX
                ? text
                : text.substring(0, SHOWN_CHARACTERS_MAX) + "…";
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    private static Optional<Integer> boxed(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }
}
