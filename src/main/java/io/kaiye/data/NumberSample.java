package io.kaiye.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of numbers of train, in their order, for what is fitted in Java. */
final class NumberSample {
    private NumberSample() {}

    /** About {@code most} rows at most that have a number in every column. */
    static List<double[]> rows(CleanRows rows, List<String> columns, long most, long seed) {
        Map<String, String> numbers = numbers(rows, columns);
        String complete =
                numbers.values().stream()
                        .map(number -> "(" + number + ") IS NOT NULL")
                        .collect(Collectors.joining(" AND "));
        List<double[]> sample = new ArrayList<>();
        rows.duck()
                .each(
                        "SELECT "
                                + String.join(", ", numbers.values())
                                + " FROM "
                                + rows.sample(most, complete, seed),
                        row -> {
                            double[] values = new double[columns.size()];
                            for (int i = 0; i < values.length; i++) {
                                values[i] = row.getDouble(i + 1);
                            }
                            sample.add(values);
                        });
        return sample;
    }

    /** Columns and their numbers as expressions. */
    static Map<String, String> numbers(CleanRows rows, List<String> columns) {
        Map<String, String> types = rows.types();
        Map<String, String> numbers = new LinkedHashMap<>();
        columns.forEach(
                column ->
                        numbers.put(
                                column, CleanSql.number(column, types.getOrDefault(column, ""))));
        return numbers;
    }
}
