package io.kaiye.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Words as numbers. One-hot: a column of 0 and 1 for each value that train has, in their order,
 * instead of the column; all 0 where the value is missing or train never had it. Ordinal: the
 * value's place in {@code order}, or among train's sorted values, from 0; no value where there is
 * none or it is not among them.
 *
 * @param order of the ordinal code; empty to sort
 */
record EncodeStep(Place place, List<String> columns, boolean oneHot, List<String> order)
        implements CleanStep {
    /** What is fitted has, under this, the values without a code where the codes were stored. */
    static final String UNSEEN = "unseen";

    /** And under this the values that have one. */
    static final String VALUES = "values";

    private static final int ONE_HOT_MAX = 100;
    private static final int ORDINAL_MAX = 1_000;

    @Override
    public String title() {
        return "encode " + String.join(", ", columns) + ": " + (oneHot ? "one-hot" : "ordinal");
    }

    @Override
    public void check(CleanSchema schema) {
        for (String column : columns) {
            if (schema.has(place, column) && oneHot) {
                schema.replaceByCode(column);
            } else {
                schema.becomes(column, "BIGINT");
            }
        }
    }

    @Override
    public Map<String, Object> apply(CleanRows rows, Optional<StoredFit> stored) {
        Map<String, String> types = rows.types();
        Map<String, Object> fitted = new LinkedHashMap<>();
        Map<String, Object> unseen = new LinkedHashMap<>();
        Map<String, String> expressions = new LinkedHashMap<>();
        Set<String> taken = new LinkedHashSet<>(types.keySet());
        taken.removeAll(columns);
        for (String column : columns) {
            String missing = CleanSql.missing(column, types.getOrDefault(column, ""));
            List<String> values =
                    stored.map(fit -> fit.inside(VALUES).texts(column))
                            .orElseGet(
                                    () -> order.isEmpty() ? values(rows, column, missing) : order);
            fitted.put(column, values);
            if (stored.isPresent()) {
                unseen.put(column, unseen(rows, column, missing, values));
            }
            String text = Duck.asText(column);
            if (oneHot) {
                for (String value : values) {
                    String name = free(column + "=" + value, taken);
                    taken.add(name);
                    expressions.put(
                            name,
                            "CAST(coalesce("
                                    + text
                                    + " = "
                                    + Duck.text(value)
                                    + ", false) AS"
                                    + " BIGINT)");
                }
            } else {
                expressions.put(column, ordinal(text, missing, values));
            }
        }
        rows.change(place.number(), change(expressions, types));
        return stored.isPresent() ? Map.of(VALUES, fitted, UNSEEN, unseen) : Map.of(VALUES, fitted);
    }

    private Change change(Map<String, String> expressions, Map<String, String> types) {
        String count =
                columns.stream()
                        .map(column -> CleanSql.missing(column, types.getOrDefault(column, "")))
                        .map(missing -> "CAST(NOT " + missing + " AS INTEGER)")
                        .collect(Collectors.joining(" + "));
        return oneHot
                ? new Change(Map.of(), expressions, new LinkedHashSet<>(columns), "", count)
                : new Change(expressions, Map.of(), Set.of(), "", count);
    }

    private static String ordinal(String text, String missing, List<String> values) {
        String list = values.stream().map(Duck::text).collect(Collectors.joining(", ", "[", "]"));
        return "CASE WHEN "
                + missing
                + " THEN NULL ELSE CAST(nullif(coalesce(list_position("
                + list
                + ", "
                + text
                + "), 0), 0) AS BIGINT) - 1 END";
    }

    /** Rows with a value that has no code. */
    private static long unseen(CleanRows rows, String column, String missing, List<String> values) {
        return rows.duck()
                .number(
                        "SELECT count(*) FROM "
                                + rows.left()
                                + " WHERE NOT "
                                + missing
                                + " AND "
                                + Duck.asText(column)
                                + " NOT IN "
                                + values.stream()
                                        .map(Duck::text)
                                        .collect(Collectors.joining(", ", "(", ")")));
    }

    private List<String> values(CleanRows rows, String column, String missing) {
        int most = oneHot ? ONE_HOT_MAX : ORDINAL_MAX;
        List<String> values =
                new ArrayList<>(
                        rows.duck()
                                .texts(
                                        "SELECT CAST("
                                                + Duck.name(column)
                                                + " AS VARCHAR) FROM "
                                                + rows.train()
                                                + " WHERE NOT "
                                                + missing
                                                + " GROUP BY "
                                                + Duck.name(column)
                                                + " ORDER BY "
                                                + Duck.name(column)
                                                + " LIMIT "
                                                + (most + 1)));
        if (values.isEmpty() || values.size() > most) {
            throw place.refusal(
                    "column \""
                            + column
                            + "\" has "
                            + (values.isEmpty() ? "no" : "more than " + most)
                            + " different values in train; accepted are 1 to "
                            + most
                            + (oneHot ? ". An ordinal code takes up to " + ORDINAL_MAX : "")
                            + ".");
        }
        return values;
    }

    private static String free(String wanted, Set<String> taken) {
        String name = wanted;
        for (int i = 2; CleanSchema.isTaken(name, taken); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
