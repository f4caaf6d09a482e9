package io.kaiye.data;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of numbers of train, for what is fitted in Java. */
final class NumberSample {
    private static final Comparator<Drawn> BY_LOT =
            Comparator.<Drawn>comparingDouble(one -> one.lot)
                    .thenComparing(one -> one.values, Arrays::compare);

    private NumberSample() {}

    /** About {@code most} rows at most that have a number in every column, in their order. */
    static List<double[]> rows(CleanRows rows, List<String> columns, long most, long seed) {
        Map<String, String> numbers = numbers(rows, columns);
        return read(rows, numbers, rows.sample(most, complete(numbers), seed));
    }

    /** Of the rows that have a number in every column {@code most} or fewer, as a share. */
    static double share(CleanRows rows, List<String> columns, long most) {
        if (rows.trainRows() <= most) {
            return 1;
        }
        String complete = complete(numbers(rows, columns));
        long all =
                rows.duck().number("SELECT count(*) FROM " + rows.train() + " WHERE " + complete);
        return Math.min(1, (double) most / Math.max(1, all));
    }

    /**
     * About that share of the rows that have a number in every column: all in their order, or those
     * that lots fall on. A row's lot is of its numbers and of how many equal rows have had theirs,
     * so that where rows are gone another time the others are in the sample all the same.
     */
    static List<double[]> steady(CleanRows rows, List<String> columns, double share, long seed) {
        Map<String, String> numbers = numbers(rows, columns);
        String some = "(SELECT * FROM " + rows.train() + " WHERE " + complete(numbers) + ")";
        if (share >= 1) {
            return read(rows, numbers, some);
        }
        List<Drawn> drawn = new ArrayList<>();
        double[] values = new double[columns.size()]; // one for all: most are not drawn
        rows.duck()
                .each(
                        "SELECT "
                                + String.join(", ", numbers.values())
                                + ", count(*) FROM "
                                + some
                                + " GROUP BY ALL",
                        row -> {
                            fill(values, row);
                            long equal = row.getLong(columns.size() + 1);
                            for (long i = 0; i < equal; i++) {
                                double lot = lot(values, i, seed);
                                if (lot < share) {
                                    drawn.add(new Drawn(lot, values.clone()));
                                }
                            }
                        });
        return drawn.stream().sorted(BY_LOT).map(one -> one.values).toList();
    }

    /** A row of a sample. */
    private static final class Drawn {
        private final double lot;
        private final double[] values;

        Drawn(double lot, double[] values) {
            this.lot = lot;
            this.values = values;
        }
    }

    /** From 0 up to 1. */
    private static double lot(double[] values, long place, long seed) {
        long hash = SplitMix64.mixed(seed + 1);
        for (double value : values) {
            hash = SplitMix64.mixed(hash + Double.doubleToLongBits(value));
        }
        return (SplitMix64.mixed(hash + place) >>> 11) * 0x1.0p-53;
    }

    private static String complete(Map<String, String> numbers) {
        return numbers.values().stream()
                .map(number -> "(" + number + ") IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    private static List<double[]> read(CleanRows rows, Map<String, String> numbers, String from) {
        List<double[]> read = new ArrayList<>();
        rows.duck()
                .each(
                        "SELECT " + String.join(", ", numbers.values()) + " FROM " + from,
                        row -> {
                            double[] values = new double[numbers.size()];
                            fill(values, row);
                            read.add(values);
                        });
        return read;
    }

    private static void fill(double[] values, ResultSet row) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getDouble(i + 1) + 0.0; // one zero: groups do not tell -0 from it
        }
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
