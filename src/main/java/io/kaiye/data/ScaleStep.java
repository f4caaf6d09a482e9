package io.kaiye.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers on train's scale: mean 0 and standard deviation 1 (z), from 0 to 1 (min-max), or median 0
 * and distance of the quartiles 1 (robust). Where train's numbers are all the same, that distance
 * counts as 1. Numbers beyond train's range stay beyond it.
 */
record ScaleStep(Place place, List<String> columns, Method method) implements CleanStep {
    enum Method {
        Z,
        MIN_MAX,
        ROBUST
    }

    @Override
    public String title() {
        return "scale " + String.join(", ", columns) + ": " + StepWords.word(method);
    }

    @Override
    public void check(CleanSchema schema) {
        for (String column : columns) {
            schema.needNumber(place, column, "scale");
            schema.becomes(column, "DOUBLE");
        }
    }

    @Override
    public Map<String, Object> apply(CleanRows rows, Optional<StoredFit> stored) {
        NumberFit fit = new NumberFit(rows, place);
        Map<String, double[]> scales = stored.map(this::scales).orElseGet(() -> scales(fit));
        Map<String, String> replaced = new LinkedHashMap<>();
        Map<String, Object> fitted = new LinkedHashMap<>();
        scales.forEach(
                (column, scale) -> {
                    fitted.put(column, Map.of("subtract", scale[0], "divide", scale[1]));
                    replaced.put(
                            column,
                            "("
                                    + fit.number(column)
                                    + " - "
                                    + CleanSql.literal(scale[0])
                                    + ") / "
                                    + CleanSql.literal(scale[1]));
                });
        rows.change(place.number(), Change.replace(replaced));
        return fitted;
    }

    private Map<String, double[]> scales(StoredFit stored) {
        Map<String, double[]> scales = new LinkedHashMap<>();
        for (String column : columns) {
            StoredFit found = stored.inside(column);
            put(scales, column, found.number("subtract"), found.number("divide"));
        }
        return scales;
    }

    private Map<String, double[]> scales(NumberFit fit) {
        Map<String, double[]> scales = new LinkedHashMap<>();
        switch (method) {
            case Z ->
                    fit.moments(columns, "mean")
                            .forEach((c, found) -> put(scales, c, found.mean(), found.deviation()));
            case MIN_MAX ->
                    fit.moments(columns, "range")
                            .forEach(
                                    (c, found) ->
                                            put(
                                                    scales,
                                                    c,
                                                    found.low(),
                                                    found.high() - found.low()));
            case ROBUST ->
                    fit.quantiles(columns, "quartiles", 0.25, 0.5, 0.75)
                            .forEach((c, found) -> put(scales, c, found[1], found[2] - found[0]));
        }
        return scales;
    }

    private static void put(Map<String, double[]> scales, String column, double zero, double one) {
        scales.put(column, new double[] {zero, one == 0 ? 1 : one});
    }
}
