package io.kaiye.data;

import io.kaiye.data.ColumnProfile.Bin;
import io.kaiye.data.ColumnProfile.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The bins of a histogram: equal widths over most of the rows, and one at each end for a long tail,
 * which would squeeze all others.
 *
 * @param low where the equal bins begin
 * @param width of each
 * @param count of equal bins
 */
record BinPlan(double min, double max, double low, double width, int count) {
    private static final int BINS = 24;

    /** A tail longer than this share of the range from 1% to 99% gets a bin of its own. */
    private static final double TAIL = 0.5;

    /**
     * @param whole true where all values are whole, so that a bin holds as many of them as any
     */
    static BinPlan of(Spread spread, boolean whole) {
        double first = spread.at(0.01);
        double last = spread.at(0.99);
        double reach = (last - first) * TAIL;
        boolean flat = !(reach > 0);
        double low = flat || spread.min() >= first - reach ? spread.min() : first;
        double high = flat || spread.max() <= last + reach ? spread.max() : last;
        if (whole) {
            low = Math.floor(low);
            double width = Math.max(1, Math.ceil((high - low + 1) / BINS));
            int count = (int) Math.max(1, Math.ceil((high - low + 1) / width));
            return new BinPlan(spread.min(), spread.max(), low, width, count);
        }
        double width = (high - low) / BINS;
        return width > 0
                ? new BinPlan(spread.min(), spread.max(), low, width, BINS)
                : new BinPlan(spread.min(), spread.max(), low, 1, 1);
    }

    private double high() {
        return low + width * count;
    }

    /** The number of a value's bin: -1 below all, {@code count} above all. */
    String sql(String measure) {
        String value = "(" + measure + ")";
        return "CAST(greatest(-1, least("
                + (max > high() * (1 + 1e-12) ? count : count - 1)
                + ", floor(("
                + value
                + " - ("
                + low
                + ")) / "
                + width
                + "))) AS INTEGER)";
    }

    /** Every bin, with those that are empty. */
    List<Bin> bins(Map<String, Long> counts) {
        List<Bin> bins = new ArrayList<>();
        long below = counts.getOrDefault("-1", 0L);
        if (below > 0) {
            bins.add(new Bin(min, low, below));
        }
        for (int i = 0; i < count; i++) {
            bins.add(
                    new Bin(
                            low + i * width,
                            low + (i + 1) * width,
                            counts.getOrDefault(Integer.toString(i), 0L)));
        }
        long above = counts.getOrDefault(Integer.toString(count), 0L);
        if (above > 0) {
            bins.add(new Bin(high(), max, above));
        }
        return bins;
    }
}
