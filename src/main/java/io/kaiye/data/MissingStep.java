package io.kaiye.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows without a value go, or get one: a constant, or train's mean, median or commonest value.
 *
 * @param value of {@link Method#CONSTANT}, else ""
 */
record MissingStep(Place place, List<String> columns, Method method, String value)
        implements CleanStep {
    enum Method {
        DROP,
        CONSTANT,
        MEAN,
        MEDIAN,
        MODE
    }

    @Override
    public String title() {
        return "missing " + String.join(", ", columns) + ": " + StepWords.word(method);
    }

    @Override
    public void check(CleanSchema schema) {
        for (String column : columns) {
            switch (method) {
                case MEAN, MEDIAN -> {
                    schema.needNumber(place, column, "the " + StepWords.word(method));
                    schema.becomes(column, "DOUBLE");
                }
                case DROP, CONSTANT, MODE -> schema.has(place, column);
            }
        }
    }

    @Override
    public Map<String, Object> apply(CleanRows rows, Optional<StoredFit> stored) {
        Map<String, String> types = rows.types();
        if (method == Method.DROP) {
            rows.change(
                    place.number(),
                    Change.drop(
                            CleanSql.any(
                                    columns.stream()
                                            .map(
                                                    column ->
                                                            CleanSql.missing(
                                                                    column,
                                                                    types.getOrDefault(column, "")))
                                            .toList())));
            return Map.of();
        }
        Map<String, Object> fitted = stored.map(this::fills).orElseGet(() -> fit(rows, types));
        Map<String, String> replaced = new LinkedHashMap<>();
        fitted.forEach(
                (column, fill) ->
                        replaced.put(column, filled(column, types.getOrDefault(column, ""), fill)));
        rows.change(place.number(), Change.replace(replaced));
        return Map.of("fill", fitted);
    }

    private Map<String, Object> fills(StoredFit stored) {
        StoredFit fills = stored.inside("fill");
        boolean numbers = method == Method.MEAN || method == Method.MEDIAN;
        Map<String, Object> fitted = new LinkedHashMap<>();
        for (String column : columns) {
            fitted.put(column, numbers ? (Object) fills.number(column) : fills.text(column));
        }
        return fitted;
    }

    private String filled(String column, String type, Object fill) {
        boolean number = fill instanceof Double;
        return "CASE WHEN "
                + CleanSql.missing(column, type)
                + " THEN "
                + (number
                        ? CleanSql.literal((Double) fill)
                        : "CAST(" + Duck.text(String.valueOf(fill)) + " AS " + type + ")")
                + " ELSE "
                + (number ? "CAST(" + Duck.name(column) + " AS DOUBLE)" : Duck.name(column))
                + " END";
    }

    private Map<String, Object> fit(CleanRows rows, Map<String, String> types) {
        Map<String, Object> fitted = new LinkedHashMap<>();
        switch (method) {
            case MEAN ->
                    new NumberFit(rows, place)
                            .moments(columns, "mean")
                            .forEach((column, found) -> fitted.put(column, found.mean()));
            case MEDIAN ->
                    new NumberFit(rows, place)
                            .quantiles(columns, "median", 0.5)
                            .forEach((column, found) -> fitted.put(column, found[0]));
            case MODE -> columns.forEach(column -> fitted.put(column, mode(rows, column, types)));
            case CONSTANT, DROP ->
                    columns.forEach(column -> fitted.put(column, constant(rows, column, types)));
        }
        return fitted;
    }

    /** Of several the smallest. */
    private String mode(CleanRows rows, String column, Map<String, String> types) {
        String name = Duck.name(column);
        String type = types.getOrDefault(column, "");
        List<String> values =
                rows.duck()
                        .texts(
                                "SELECT CAST("
                                        + name
                                        + " AS VARCHAR) FROM "
                                        + rows.train()
                                        + " WHERE NOT "
                                        + CleanSql.missing(column, type)
                                        + " GROUP BY "
                                        + name
                                        + " ORDER BY count(*) DESC, "
                                        + name
                                        + " LIMIT 1");
        if (values.isEmpty()) {
            throw place.refusal(
                    "column \""
                            + column
                            + "\" has no value in train to take the commonest of. Fill it with a"
                            + " constant, or leave it out.");
        }
        return values.getFirst();
    }

    private String constant(CleanRows rows, String column, Map<String, String> types) {
        String type = types.getOrDefault(column, "");
        String cast = "TRY_CAST(" + Duck.text(value) + " AS " + type + ")";
        if (rows.duck().number("SELECT CAST(" + cast + " IS NULL AS INTEGER)") == 1) {
            throw place.refusal(
                    "the value '"
                            + value
                            + "' does not fit column \""
                            + column
                            + "\", which is "
                            + type
                            + ".");
        }
        return value;
    }
}
