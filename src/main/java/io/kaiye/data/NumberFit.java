package io.kaiye.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Statistics of number columns of train. Only finite values count. */
final class NumberFit {
    /** Beyond so many rows quantiles are those of a sample of about so many. */
    static final long QUANTILE_ROWS_MAX = 1_000_000;

    /** Mean, population standard deviation and range. */
    record Moments(double mean, double deviation, double low, double high) {}

    private final CleanRows rows;
    private final CleanStep.Place place;
    private final Map<String, String> types;

    NumberFit(CleanRows rows, CleanStep.Place place) {
        this.rows = rows;
        this.place = place;
        this.types = rows.types();
    }

    String number(String column) {
        return CleanSql.number(column, types.getOrDefault(column, ""));
    }

    /** One pass on one thread, so that sums are added up in the same order every time. */
    Map<String, Moments> moments(List<String> columns, String what) {
        String each =
                columns.stream()
                        .map(this::number)
                        .map(
                                x ->
                                        "count("
                                                + x
                                                + "), favg("
                                                + x
                                                + "), stddev_pop("
                                                + x
                                                + "), min("
                                                + x
                                                + "), max("
                                                + x
                                                + ")")
                        .collect(Collectors.joining(", "));
        String sql = "SELECT " + each + " FROM " + rows.train();
        Map<String, Moments> moments = new LinkedHashMap<>();
        rows.duck()
                .inOrder(
                        () ->
                                rows.duck()
                                        .each(
                                                sql,
                                                row -> {
                                                    for (int i = 0; i < columns.size(); i++) {
                                                        int at = 5 * i + 1;
                                                        String column = columns.get(i);
                                                        need(row.getLong(at), column, what);
                                                        moments.put(
                                                                column,
                                                                new Moments(
                                                                        row.getDouble(at + 1),
                                                                        row.getDouble(at + 2),
                                                                        row.getDouble(at + 3),
                                                                        row.getDouble(at + 4)));
                                                    }
                                                }));
        moments.forEach((column, found) -> finite(column, found.mean() + found.deviation(), what));
        return moments;
    }

    /** By linear interpolation between the two nearest values, one pass. */
    Map<String, double[]> quantiles(List<String> columns, String what, double... shares) {
        List<String> each = new ArrayList<>();
        for (String column : columns) {
            each.add("count(" + number(column) + ")");
            for (double share : shares) {
                each.add("quantile_cont(" + number(column) + ", " + share + ")");
            }
        }
        Map<String, double[]> quantiles = new LinkedHashMap<>();
        rows.duck()
                .each(
                        "SELECT "
                                + String.join(", ", each)
                                + " FROM "
                                + rows.sample(QUANTILE_ROWS_MAX, "true", 0),
                        row -> {
                            int at = 1;
                            for (String column : columns) {
                                need(row.getLong(at++), column, what);
                                double[] found = new double[shares.length];
                                for (int i = 0; i < shares.length; i++) {
                                    found[i] = row.getDouble(at++);
                                }
                                quantiles.put(column, found);
                            }
                        });
        return quantiles;
    }

    private void need(long values, String column, String what) {
        if (values == 0) {
            throw place.refusal(
                    "column \""
                            + column
                            + "\" has no number in train to take the "
                            + what
                            + " of. Fill it with a constant, or leave it out.");
        }
    }

    private void finite(String column, double sum, String what) {
        if (!Double.isFinite(sum)) {
            throw place.refusal(
                    "the numbers of column \""
                            + column
                            + "\" are too large to take the "
                            + what
                            + " of.");
        }
    }
}
