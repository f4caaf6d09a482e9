package io.kaiye.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Missing numbers by the mean of the nearest rows of train, which are known by the columns {@code
 * by}; of a large train by those of a sample.
 */
record NearestStep(Place place, List<String> columns, List<String> by, int neighbours, long seed)
        implements CleanStep {
    private static final long KNOWN_ROWS_MAX = 5_000;

    @Override
    public String title() {
        return "missing "
                + String.join(", ", columns)
                + ": nearest "
                + neighbours
                + " by "
                + String.join(", ", by);
    }

    @Override
    public List<String> reads() {
        return Stream.concat(columns.stream(), by.stream()).toList();
    }

    @Override
    public boolean isStoredWhole() {
        return false;
    }

    @Override
    public void check(CleanSchema schema) {
        by.forEach(column -> schema.needNumber(place, column, "nearest"));
        for (String column : columns) {
            schema.needNumber(place, column, "nearest");
            schema.becomes(column, "DOUBLE");
            if (by.contains(column)) {
                schema.problem(
                        place, "column \"" + column + "\" is in columns and in by; take it out.");
            }
        }
    }

    @Override
    public Map<String, Object> apply(CleanRows rows, Optional<StoredFit> stored) {
        Map<String, Object> fitted = new LinkedHashMap<>();
        Map<String, String> replaced = new LinkedHashMap<>();
        String numbers = String.join(", ", NumberSample.numbers(rows, by).values());
        for (String column : columns) {
            List<String> all = new ArrayList<>(List.of(column));
            all.addAll(by);
            List<double[]> known = NumberSample.rows(rows, all, KNOWN_ROWS_MAX, seed);
            if (known.isEmpty()) {
                throw place.refusal(
                        "no row of train has a number in \""
                                + column
                                + "\" and in every column of by. Take fewer columns.");
            }
            String name = "nearest_" + place.number() + "_" + replaced.size();
            DuckFunctions.numbers(
                    rows.duck(), name, by.size(), new NearestRows(known, neighbours)::estimate);
            String number = NumberSample.numbers(rows, List.of(column)).get(column);
            replaced.put(
                    column,
                    "CASE WHEN ("
                            + number
                            + ") IS NULL THEN "
                            + name
                            + "("
                            + numbers
                            + ") ELSE "
                            + number
                            + " END");
            fitted.put(column, Map.of("knownRows", known.size()));
        }
        rows.changeDearly(place.number(), Change.replace(replaced));
        return Map.of("neighbours", neighbours, "seed", seed, "columns", fitted);
    }
}
