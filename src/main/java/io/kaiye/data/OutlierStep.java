package io.kaiye.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values far from train's middle, column by column: beyond {@code factor} standard deviations from
 * the mean, or beyond {@code factor} times the distance of the quartiles from them (Tukey's
 * fences).
 */
record OutlierStep(
        Place place, List<String> columns, boolean byQuartiles, Action action, double factor)
        implements CleanStep {
    enum Action {
        DROP,
        CAP,
        FLAG
    }

    /** A flag's column is that of the value and this. */
    static final String FLAG = "_outlier";

    @Override
    public String title() {
        return "outliers "
                + String.join(", ", columns)
                + ": "
                + (byQuartiles ? "iqr" : "z-score")
                + ", "
                + StepWords.word(action);
    }

    @Override
    public void check(CleanSchema schema) {
        for (String column : columns) {
            schema.needNumber(place, column, "outliers");
            if (action == Action.CAP) {
                schema.becomes(column, "DOUBLE");
            } else if (action == Action.FLAG) {
                schema.add(place, column + FLAG, "BOOLEAN");
            }
        }
    }

    @Override
    public Map<String, Object> apply(CleanRows rows, Optional<StoredFit> stored) {
        NumberFit fit = new NumberFit(rows, place);
        Map<String, double[]> bounds =
                stored.map(this::bounds)
                        .orElseGet(() -> byQuartiles ? fences(fit) : deviations(fit));
        Map<String, String> types = rows.types();
        Map<String, Object> fitted = new LinkedHashMap<>();
        bounds.forEach(
                (column, bound) -> fitted.put(column, Map.of("low", bound[0], "high", bound[1])));
        Map<String, String> far = new LinkedHashMap<>();
        Map<String, String> capped = new LinkedHashMap<>();
        bounds.forEach(
                (column, bound) -> {
                    String value = value(column, types.getOrDefault(column, ""));
                    String low = CleanSql.literal(bound[0]);
                    String high = CleanSql.literal(bound[1]);
                    String below = value + " < " + low;
                    String above = value + " > " + high;
                    far.put(column, "coalesce(" + below + " OR " + above + ", false)");
                    capped.put(
                            column,
                            "CASE WHEN "
                                    + below
                                    + " THEN "
                                    + low
                                    + " WHEN "
                                    + above
                                    + " THEN "
                                    + high
                                    + " ELSE CAST("
                                    + Duck.name(column)
                                    + " AS DOUBLE) END");
                });
        rows.change(place.number(), change(far, capped));
        return Map.of("factor", factor, "bounds", fitted);
    }

    private Map<String, double[]> bounds(StoredFit stored) {
        Map<String, double[]> bounds = new LinkedHashMap<>();
        for (String column : columns) {
            StoredFit found = stored.inside("bounds").inside(column);
            bounds.put(column, new double[] {found.number("low"), found.number("high")});
        }
        return bounds;
    }

    private Change change(Map<String, String> far, Map<String, String> capped) {
        return switch (action) {
            case CAP -> Change.replace(capped);
            case DROP -> Change.drop(CleanSql.any(far.values()));
            case FLAG -> flags(far);
        };
    }

    private static Change flags(Map<String, String> far) {
        Map<String, String> flags = new LinkedHashMap<>();
        far.forEach((column, condition) -> flags.put(column + FLAG, condition));
        String count =
                flags.keySet().stream()
                        .map(flag -> "CAST(" + Change.after(flag) + " AS INTEGER)")
                        .collect(Collectors.joining(" + "));
        return new Change(Map.of(), flags, Set.of(), "", count);
    }

    /** Infinity is far; what is not a number is not. */
    private static String value(String column, String type) {
        String value = "CAST(" + Duck.name(column) + " AS DOUBLE)";
        return CleanSql.isFloating(type)
                ? "CASE WHEN isnan(" + value + ") THEN NULL ELSE " + value + " END"
                : value;
    }

    private Map<String, double[]> fences(NumberFit fit) {
        Map<String, double[]> bounds = new LinkedHashMap<>();
        fit.quantiles(columns, "quartiles", 0.25, 0.75)
                .forEach(
                        (column, found) -> {
                            double reach = factor * (found[1] - found[0]);
                            bounds.put(column, new double[] {found[0] - reach, found[1] + reach});
                        });
        return bounds;
    }

    private Map<String, double[]> deviations(NumberFit fit) {
        Map<String, double[]> bounds = new LinkedHashMap<>();
        fit.moments(columns, "z-score")
                .forEach(
                        (column, found) -> {
                            double reach = factor * found.deviation();
                            bounds.put(
                                    column,
                                    new double[] {found.mean() - reach, found.mean() + reach});
                        });
        return bounds;
    }
}
