package io.kaiye.data;

import io.kaiye.base.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows that an {@link IsolationForest} of train parts soonest are dropped or flagged: those with
 * shorter paths than {@code share} of train's rows have. A row without a number in every column is
 * no outlier.
 *
 * @param into name of the flag's column
 */
record ForestStep(
        Place place, List<String> columns, boolean flag, double share, String into, long seed)
        implements CleanStep {
    private static final long FITTED_ROWS_MAX = 100_000;

    @Override
    public String title() {
        return "outliers "
                + String.join(", ", columns)
                + ": isolation-forest, "
                + (flag ? "flag" : "drop");
    }

    @Override
    public boolean isKeptBeside() {
        return true;
    }

    @Override
    public void check(CleanSchema schema) {
        columns.forEach(column -> schema.needNumber(place, column, "isolation-forest"));
        if (flag) {
            schema.add(place, into, "BOOLEAN");
        }
    }

    /**
     * What is learnt of train.
     *
     * @param shortest path of no outlier
     * @param words for the recipe
     */
    private record Fit(IsolationForest forest, double shortest, Map<String, Object> words) {}

    @Override
    public Map<String, Object> apply(CleanRows rows, Optional<StoredFit> stored) {
        Fit fit = stored.map(ForestStep::fit).orElseGet(() -> fit(rows));
        String name = "path_" + place.number();
        DuckFunctions.numbers(
                rows.duck(),
                name,
                columns.size(),
                point ->
                        Arrays.stream(point).anyMatch(Double::isNaN)
                                ? Double.NaN
                                : fit.forest().path(point));
        String outlier =
                "coalesce("
                        + name
                        + NumberSample.numbers(rows, columns).values().stream()
                                .collect(Collectors.joining(", ", "(", ")"))
                        + " < "
                        + CleanSql.literal(fit.shortest())
                        + ", false)";
        rows.changeDearly(
                place.number(),
                flag
                        ? new Change(
                                Map.of(),
                                Map.of(into, outlier),
                                Set.of(),
                                "",
                                "CAST(" + Change.after(into) + " AS INTEGER)")
                        : Change.drop(outlier));
        return fit.words();
    }

    private static Fit fit(StoredFit stored) {
        return new Fit(
                IsolationForest.read(stored.file()), stored.number("path"), stored.asFitted());
    }

    private Fit fit(CleanRows rows) {
        List<double[]> points = NumberSample.rows(rows, columns, FITTED_ROWS_MAX, seed);
        if (points.isEmpty()) {
            throw place.refusal(
                    "no row of train has a number in every one of the columns. Take fewer.");
        }
        IsolationForest forest = new IsolationForest(points, seed);
        double[] paths = points.stream().mapToDouble(forest::path).sorted().toArray();
        int far = Math.toIntExact(Math.round(share * paths.length));
        double shortest = paths[Math.min(far, paths.length - 1)];
        byte[] trees = forest.bytes();
        rows.keep(place.number(), trees);
        return new Fit(
                forest,
                shortest,
                Map.of(
                        "seed",
                        seed,
                        "trees",
                        IsolationForest.TREES,
                        "forest",
                        Sha256.of(trees),
                        "fittedRows",
                        points.size(),
                        "score",
                        forest.score(shortest),
                        "path",
                        shortest));
    }
}
