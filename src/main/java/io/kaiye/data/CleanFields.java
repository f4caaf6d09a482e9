package io.kaiye.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one step of a plan. What is wrong goes to a list that all share, with its line, and
 * some harmless value is given instead. One thread.
 */
final class CleanFields {
    private final JsonNode node;
    private final String pointer;
    private final Map<String, Integer> lines;
    private final List<String> problems;

    CleanFields(JsonNode node, String pointer, Map<String, Integer> lines, List<String> problems) {
        this.node = node;
        this.pointer = pointer;
        this.lines = lines;
        this.problems = problems;
    }

    /** Of a field, or of the step where the field is not there. */
    int line(String field) {
        return lines.getOrDefault(pointer + "/" + field, lines.getOrDefault(pointer, 1));
    }

    void problem(String field, String what) {
        problems.add("line " + line(field) + ": " + what);
    }

    /** Other fields than these are problems. */
    void only(List<String> fields) {
        for (String name : (Iterable<String>) node::fieldNames) {
            if (!fields.contains(name)) {
                problem(
                        name,
                        "the field "
                                + name
                                + " is not known here. "
                                + Suggestions.didYouMean(name, fields)
                                + "There are: "
                                + String.join(", ", fields)
                                + ".");
            }
        }
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    /**
     * @param otherwise null where the field is needed
     */
    String text(String field, @Nullable String otherwise) {
        JsonNode value = node.get(field);
        if (value != null && value.isValueNode() && !value.isNull()) {
            return value.asText();
        }
        if (value != null && !value.isNull()) {
            problem(field, field + " must be one value.");
        } else if (otherwise == null) {
            problem(field, field + " is missing.");
        }
        return otherwise == null ? "" : otherwise;
    }

    String choice(String field, @Nullable String otherwise, List<String> accepted) {
        String word = text(field, otherwise);
        if (accepted.contains(word)) {
            return word;
        }
        if (has(field)) {
            problem(field, unknown(field, word, accepted));
        }
        return "";
    }

    private static String unknown(String field, String word, List<String> accepted) {
        return field
                + " is '"
                + word
                + "'. "
                + Suggestions.didYouMean(word, accepted)
                + "Accepted are "
                + String.join(", ", accepted)
                + ".";
    }

    double number(String field, double otherwise, DoublePredicate fits, String accepted) {
        String text = text(field, Double.toString(otherwise));
        try {
            double value = Double.parseDouble(text);
            if (fits.test(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The same words fit both.
        }
        problem(field, field + " is '" + text + "'; accepted are " + accepted + ".");
        return otherwise;
    }

    int whole(String field, int otherwise, int low, int high) {
        return (int)
                number(
                        field,
                        otherwise,
                        value -> value == Math.rint(value) && value >= low && value <= high,
                        "whole numbers from " + low + " to " + high);
    }

    /** One word or a list of them; none where the field is not there. */
    List<String> words(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (!one.isValueNode() || one.asText().isEmpty()) {
                problem(field, field + " must be a list of words.");
            } else if (words.contains(one.asText())) {
                problem(field, field + " has '" + one.asText() + "' twice.");
            } else {
                words.add(one.asText());
            }
        }
        return words;
    }

    /** At least one. */
    List<String> someWords(String field, String example) {
        List<String> words = words(field);
        if (words.isEmpty()) {
            problem(field, field + " is missing or empty; write for instance " + example + ".");
        }
        return words;
    }

    /** Words out of those accepted. */
    List<String> choices(String field, List<String> accepted, String example) {
        List<String> words = someWords(field, example);
        words.stream()
                .filter(word -> !accepted.contains(word))
                .forEach(word -> problem(field, unknown(field, word, accepted)));
        return words.stream().filter(accepted::contains).toList();
    }
}
