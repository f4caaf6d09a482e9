package io.kaiye.data;

import java.util.List;
import java.util.Optional;

/**
 * What a column of a table holds. Values themselves stand here only where they are few and each
 * shown one is that of five rows or more; all else is figures.
 *
 * @param type DuckDB's name of it, such as VARCHAR, BIGINT or DATE
 * @param rows of the table
 * @param missing rows without a value
 * @param distinct different values
 * @param distinctExact false where that is estimated, within about 3%
 * @param numbers of a number column that is no identifier; values that are not finite are passed
 *     over
 * @param outliers by the distance from the middle half; empty where half of the values are equal
 * @param times of dates and points in time
 * @param texts of texts that are no categories
 * @param histogram of numbers, of times as seconds since 1970 (UTC), of texts by their lengths
 * @param values the most frequent ones of a column with few, most frequent first
 * @param splits each split's share in it, where more than one has rows
 */
public record ColumnProfile(
        String name,
        String type,
        Kind kind,
        long rows,
        long missing,
        long distinct,
        boolean distinctExact,
        Optional<Spread> numbers,
        Optional<Outliers> outliers,
        Optional<Times> times,
        Optional<Texts> texts,
        List<Bin> histogram,
        List<ValueCount> values,
        List<InSplit> splits) {

    public ColumnProfile {
        histogram = List.copyOf(histogram);
        values = List.copyOf(values);
        splits = List.copyOf(splits);
    }

    /** True for whole numbers, by the type. */
    public boolean holdsWholeNumbers() {
        return ColumnForm.isWhole(type);
    }

    /** What a column is used for, as its values suggest. */
    public enum Kind {
        NUMBER,
        /** A date or a point in time. */
        TIME,
        /** True or false. */
        TRUTH,
        /** One of few values that many rows share. */
        CATEGORY,
        /** Short texts with many values. */
        CODE,
        /** Texts of three words or more on average. */
        TEXT,
        /** A value for each row. */
        IDENTIFIER,
        /** No row has a value. */
        EMPTY
    }

    /**
     * Where numbers lie.
     *
     * @param deviation of the sample; 0 for a single value
     * @param quantiles at 1, 5, 25, 50, 75, 95 and 99%
     */
    public record Spread(
            double min, double max, double mean, double deviation, List<Quantile> quantiles) {
        public Spread {
            quantiles = List.copyOf(quantiles);
        }

        /** The value that this share of the rows does not exceed; one of the seven. */
        public double at(double share) {
            return quantiles.stream()
                    .filter(quantile -> quantile.share() == share)
                    .findFirst()
                    .orElseThrow()
                    .value();
        }
    }

    /** A value and the share of rows, from 0 to 1, that do not exceed it. */
    public record Quantile(double share, double value) {}

    /**
     * Rows further from the middle half than one and a half times its width (Tukey's fences).
     *
     * @param low nothing below it is usual
     * @param high nothing above it is usual
     * @param below rows below {@code low}
     * @param above rows above {@code high}
     */
    public record Outliers(double low, double high, long below, long above) {
        public long rows() {
            return below + above;
        }
    }

    /** The first, the middle and the last, as ISO 8601. */
    public record Times(String first, String median, String last) {}

    /**
     * Texts of a column.
     *
     * @param characters lengths over all rows that have one
     * @param tokens words between white space, each Chinese character as one, over the sample
     * @param language as {@link Language#detect} says it
     * @param lookedAt texts in the sample
     */
    public record Texts(Spread characters, Spread tokens, String language, long lookedAt) {}

    /**
     * Rows whose value is from {@code from}, and below {@code to} or, in the last one, up to it.
     */
    public record Bin(double from, double to, long count) {}

    /** A value and its rows. */
    public record ValueCount(String value, long count) {}

    /**
     * A column in one split.
     *
     * @param mean of numbers, or of the lengths of texts; empty where there is none
     */
    public record InSplit(SplitName split, long rows, long missing, Optional<Double> mean) {}
}
