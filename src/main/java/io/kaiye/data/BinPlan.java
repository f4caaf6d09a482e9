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
    private static final double DAY = 86_400;

    /** A tail longer than this share of the range from 1% to 99% gets a bin of its own. */
    private static final double TAIL = 0.5;

    /** Less than this share of a width beyond the last bin is no tail but rounding. */
    private static final double ROUNDING = 1e-9;

    /**
     * @param whole true where all values are whole, so that a bin holds as many of them as any
     */
    static BinPlan of(Spread spread, boolean whole) {
        return plan(spread, whole, whole ? 1 : 0);
    }

    /** Of seconds since 1970: bins of whole days where there are many. */
    static BinPlan ofTimes(Spread spread) {
        boolean days = spread.max() - spread.min() >= BINS * DAY;
        return plan(spread, days, days ? DAY : 0);
    }

    /**
     * @param unit that a width is a multiple of, if it is not 0
     */
    private static BinPlan plan(Spread spread, boolean inUnits, double unit) {
        double first = spread.at(0.01);
        double last = spread.at(0.99);
        double reach = (last - first) * TAIL;
        boolean flat = !(reach > 0);
        double low = flat || spread.min() >= first - reach ? spread.min() : first;
        double high = flat || spread.max() <= last + reach ? spread.max() : last;
        double rough = (high - low + (inUnits ? unit : 0)) / BINS;
        if (!(rough > 0) || !Double.isFinite(rough)) {
            return new BinPlan(spread.min(), spread.max(), low, 1, 1);
        }
        double width = inUnits ? Math.max(1, nice(rough / unit, true)) * unit : nice(rough, false);
        double start = Math.floor(low / width) * width;
        double end = inUnits ? high + unit : high;
        int count = (int) Math.max(1, Math.ceil((end - start) / width - ROUNDING));
        return new BinPlan(spread.min(), spread.max(), start, width, count);
    }

    /** The next round number: one, two, a half or a quarter of ten times a power of ten. */
    private static double nice(double rough, boolean whole) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double step : new double[] {1, 2, 2.5, 5}) {
            boolean fits = !whole || step * power == Math.rint(step * power);
            if (fits && step * power >= rough * (1 - ROUNDING)) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private double high() {
        return low + width * count;
    }

    /**
     * The number of a value's bin: -1 below all, {@code count} above all, NULL of a NULL. Without
     * tails it is plain arithmetic, and rounding may call the last value {@code count}.
     */
    String sql(String measure) {
        String value = "(" + measure + ")";
        String place = "floor((" + value + " - (" + low + ")) / " + width + ")";
        if (!tailBelow() && !tailAbove()) {
            return "CAST(" + place + " AS INTEGER)";
        }
        return "CAST(CASE WHEN "
                + value
                + " IS NULL THEN NULL WHEN "
                + value
                + " < ("
                + low
                + ") THEN -1 WHEN "
                + value
                + " >= ("
                + high()
                + ") THEN "
                + count
                + " ELSE "
                + place
                + " END AS INTEGER)";
    }

    /** The same of one value. */
    int place(double value) {
        if (tailBelow() && value < low) {
            return -1;
        }
        if (tailAbove() && value >= high()) {
            return count;
        }
        return (int) Math.floor((value - low) / width);
    }

    private boolean tailBelow() {
        return low - min > width * ROUNDING;
    }

    private boolean tailAbove() {
        return max - high() > width * ROUNDING;
    }

    /** Every bin, with those that are empty. */
    List<Bin> bins(Map<String, Long> counts) {
        List<Bin> bins = new ArrayList<>();
        long below = counts.getOrDefault("-1", 0L);
        long above = counts.getOrDefault(Integer.toString(count), 0L);
        if (tailBelow() && below > 0) {
            bins.add(new Bin(min, low, below));
        }
        for (int i = 0; i < count; i++) {
            long inside = counts.getOrDefault(Integer.toString(i), 0L);
            inside += i == 0 && !tailBelow() ? below : 0;
            inside += i == count - 1 && !tailAbove() ? above : 0;
            bins.add(new Bin(low + i * width, low + (i + 1) * width, inside));
        }
        if (tailAbove() && above > 0) {
            bins.add(new Bin(high(), max, above));
        }
        return bins;
    }
}
