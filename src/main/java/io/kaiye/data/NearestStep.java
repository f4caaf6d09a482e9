package io.kaiye.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Missing numbers by the mean of the nearest rows of train, which are known by the columns {@code
 * by}; of a large train by those of a sample.
 */
record NearestStep(Place place, List<String> columns, List<String> by, int neighbours, long seed)
        implements CleanStep {
    /** What is fitted has, under this, the rows of train that were erased before it was used. */
    static final String ERASED = "erasedRows";

    private static final long KNOWN_ROWS_MAX = 5_000;
    private static final String COLUMNS = "columns";
    private static final String SHARE = "share";
    private static final String MEAN = "mean";
    private static final String SCALES = "scales";

    /**
     * What neighbours are looked up in.
     *
     * @param share of the rows of train that have all of the numbers, 1 for all
     */
    record Known(double share, NearestRows rows) {}

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
        Map<String, Known> nearest =
                stored.map(StoredFit::nearest).orElseGet(() -> known(rows, Optional.empty()));
        String numbers = String.join(", ", NumberSample.numbers(rows, by).values());
        Map<String, String> replaced = new LinkedHashMap<>();
        Map<String, Object> fitted = new LinkedHashMap<>();
        for (String column : columns) {
            Known known = Objects.requireNonNull(nearest.get(column));
            String name = "nearest_" + place.number() + "_" + replaced.size();
            DuckFunctions.numbers(rows.duck(), name, by.size(), known.rows()::estimate);
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
            fitted.put(column, words(known));
        }
        rows.changeDearly(place.number(), Change.replace(replaced));
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("neighbours", neighbours);
        words.put("seed", seed);
        words.put(COLUMNS, fitted);
        stored.map(StoredFit::erasedRows)
                .filter(rowsLost -> rowsLost > 0)
                .ifPresent(rowsLost -> words.put(ERASED, rowsLost));
        return words;
    }

    private Map<String, Object> words(Known known) {
        NearestRows.Scaling scaling = known.rows().scaling();
        Map<String, Object> scales = new LinkedHashMap<>();
        for (int i = 0; i < by.size(); i++) {
            scales.put(by.get(i), scaling.scales().get(i));
        }
        return Map.of(
                "knownRows",
                known.rows().size(),
                SHARE,
                known.share(),
                MEAN,
                scaling.mean(),
                SCALES,
                scales);
    }

    /**
     * The rows that neighbours are looked up in, for each column.
     *
     * @param rows as they are before this step
     * @param stored has the scaling, where it was fitted before
     */
    Map<String, Known> known(CleanRows rows, Optional<StoredFit> stored) {
        Map<String, Known> nearest = new LinkedHashMap<>();
        for (String column : columns) {
            List<String> all = new ArrayList<>(List.of(column));
            all.addAll(by);
            double share =
                    stored.map(fit -> fit.inside(COLUMNS).inside(column).number(SHARE))
                            .orElseGet(() -> NumberSample.share(rows, all, KNOWN_ROWS_MAX));
            List<double[]> known = NumberSample.steady(rows, all, share, seed);
            if (known.isEmpty()) {
                throw place.refusal(stored.isPresent() ? allErased(column) : noneKnown(column));
            }
            nearest.put(
                    column,
                    new Known(
                            share,
                            new NearestRows(
                                    known, neighbours, stored.map(fit -> scaling(fit, column)))));
        }
        return nearest;
    }

    private NearestRows.Scaling scaling(StoredFit stored, String column) {
        StoredFit fit = stored.inside(COLUMNS).inside(column);
        StoredFit scales = fit.inside(SCALES);
        return new NearestRows.Scaling(fit.number(MEAN), by.stream().map(scales::number).toList());
    }

    private static String noneKnown(String column) {
        return "no row of train has a number in \""
                + column
                + "\" and in every column of by. Take fewer columns.";
    }

    private static String allErased(String column) {
        return "the rows that neighbours of \""
                + column
                + "\" were looked up in were all erased since. Clean other rows by a plan of your"
                + " own with --plan.";
    }
}
