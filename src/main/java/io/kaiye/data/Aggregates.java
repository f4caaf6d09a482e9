package io.kaiye.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.base.Progress;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Aggregate expressions over one relation, asked for together and read afterwards by number. */
final class Aggregates {
    private final List<String> expressions = new ArrayList<>();
    private final List<@Nullable String> answers = new ArrayList<>();
    private final Map<Integer, List<String>> texts = new HashMap<>();

    /** Asks for a number or a text. */
    int add(String expression) {
        expressions.add("CAST(" + expression + " AS VARCHAR)");
        return expressions.size() - 1;
    }

    /** Asks for a list or a map. */
    int addNested(String expression) {
        expressions.add("CAST(to_json(" + expression + ") AS VARCHAR)");
        return expressions.size() - 1;
    }

    /** Asks for a list of texts. */
    int addTexts(String expression) {
        expressions.add(expression);
        texts.put(expressions.size() - 1, new ArrayList<>());
        return expressions.size() - 1;
    }

    int size() {
        return expressions.size();
    }

    /** Reads the relation once. */
    void run(Duck duck, String relation, Progress.Task task) {
        if (expressions.isEmpty()) {
            return;
        }
        duck.each(
                "SELECT " + String.join(", ", expressions) + " FROM " + relation,
                row -> {
                    for (int i = 0; i < expressions.size(); i++) {
                        List<String> list = texts.get(i);
                        answers.add(list == null ? row.getString(i + 1) : null);
                        if (list != null) {
                            add(row.getArray(i + 1), list);
                        }
                    }
                });
        task.advance(1);
    }

    private static void add(@Nullable Array from, List<String> to) throws SQLException {
        if (from != null && from.getArray() instanceof Object[] values) {
            for (Object value : values) {
                to.add(String.valueOf(value));
            }
        }
    }

    /** What {@link #addTexts} asked for, in no order. */
    List<String> texts(int number) {
        return texts.getOrDefault(number, List.of());
    }

    long count(int number) {
        String answer = answers.get(number);
        return answer == null ? 0 : Long.parseLong(answer);
    }

    /** Zero where there was nothing to count in. */
    double number(int number) {
        String answer = answers.get(number);
        return answer == null ? 0 : Double.parseDouble(answer);
    }

    String text(int number) {
        String answer = answers.get(number);
        return answer == null ? "" : answer;
    }

    /** Empty where there was nothing. */
    List<Double> numbers(int number) {
        List<Double> numbers = new ArrayList<>();
        String answer = answers.get(number);
        if (answer != null) {
            Json.parse(answer, JsonNode.class).forEach(node -> numbers.add(node.asDouble()));
        }
        return numbers;
    }

    /** Counts by value, in the order of the values. */
    Map<String, Long> counts(int number) {
        Map<String, Long> counts = new LinkedHashMap<>();
        String answer = answers.get(number);
        if (answer != null) {
            Json.parse(answer, JsonNode.class)
                    .properties()
                    .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        }
        return counts;
    }
}
