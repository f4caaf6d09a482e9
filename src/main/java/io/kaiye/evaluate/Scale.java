package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to places on a chart's axis.
 *
 * @param low value at {@code start}
 * @param high value at {@code end}, above {@code low}
 * @param start pixels
 * @param end pixels
 * @param logarithmic equal factors take equal room; low is then above 0
 */
record Scale(double low, double high, double start, double end, boolean logarithmic) {
    /** The place of a value. */
    double place(double value) {
        double part =
                logarithmic
                        ? Math.log(value / low) / Math.log(high / low)
                        : (value - low) / (high - low);
        return start + part * (end - start);
    }

    /** Shares around {@code low} to {@code high}, widened to whole ticks, within 0 and 1. */
    static Scale shares(double low, double high, double start, double end) {
        double step = step(Math.max(high - low, 0.01));
        double bottom = Math.max(0, Math.floor((low - step / 4) / step) * step);
        double top = Math.min(1, Math.ceil((high + step / 4) / step) * step);
        return new Scale(bottom, Math.max(top, bottom + step), start, end, false);
    }

    /** From 0 to {@code high}, widened to a whole tick. */
    static Scale fromZero(double high, double start, double end) {
        double step = step(Math.max(high, 1e-6));
        return new Scale(0, Math.ceil(high / step + 0.1) * step, start, end, false);
    }

    /** Whole powers of ten around {@code low} to {@code high}. */
    static Scale decades(double low, double high, double start, double end) {
        double bottom = Math.floor(Math.log10(low) - 0.15);
        double top = Math.ceil(Math.log10(high) + 0.15);
        return new Scale(
                Math.pow(10, bottom), Math.pow(10, Math.max(top, bottom + 1)), start, end, true);
    }

    /** Values for grid lines. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double tick = low; tick <= high * 1.001; tick *= 10) {
                ticks.add(tick);
            }
            return ticks;
        }
        double step = step(high - low);
        long last = (long) Math.floor(high / step + 1e-3);
        for (long i = (long) Math.ceil(low / step - 1e-3); i <= last; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten, giving four to eight steps. */
    private static double step(double range) {
        double rough = range / 4;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
    }
}
