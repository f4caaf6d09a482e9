package io.kaiye.train;

import java.util.List;
import java.util.Locale;

/**
 * How a fine-tuning went.
 *
 * @param points in the order of the steps
 */
public record TuneCurve(List<Point> points) {
    public TuneCurve {
        points = List.copyOf(points);
    }

    /**
     * After an epoch, or where the training ended.
     *
     * @param epochs passes over the rows so far
     * @param loss mean over the rows since the point before
     * @param quality held-out accuracy
     * @param seconds since the first step
     */
    public record Point(double epochs, double loss, double quality, double seconds) {
        /** For people: "epoch 2: loss 1.049, held out 93.2%, 91 s". */
        String words() {
            return String.format(
                    Locale.ROOT,
                    "epoch %.3g: loss %.3f, held out %.1f%%, %.0f s",
                    epochs,
                    loss,
                    100 * quality,
                    seconds);
        }
    }
}
