package io.kaiye.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a fine-tuning went.
 *
 * @param points in the order of the steps
 */
public record TuneCurve(List<Point> points) {
    /** Its name among the settings of a version. */
    public static final String SETTING = "curve";

    public TuneCurve {
        points = List.copyOf(points);
    }

    /**
     * After an epoch, or where the training ended.
     *
     * @param epochs passes over the rows so far
     * @param loss mean over the rows since the point before
     * @param quality held-out accuracy
     */
    public record Point(double epochs, double loss, double quality) {}

    /**
     * As the settings of a version keep it: numbers by name, point by point. Without times: what is
     * equal in two runs of one seed makes versions of one id.
     */
    public List<Map<String, Object>> asData() {
        List<Map<String, Object>> data = new ArrayList<>();
        for (Point point : points) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("epochs", point.epochs());
            values.put("loss", point.loss());
            values.put("quality", point.quality());
            data.add(values);
        }
        return data;
    }

    /** The one that settings hold; without points if they hold none, or words as older ones do. */
    public static TuneCurve of(Map<String, ?> settings) {
        List<Point> points = new ArrayList<>();
        if (settings.get(SETTING) instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> values
                        && values.get("epochs") instanceof Number epochs
                        && values.get("loss") instanceof Number loss
                        && values.get("quality") instanceof Number quality) {
                    points.add(
                            new Point(
                                    epochs.doubleValue(),
                                    loss.doubleValue(),
                                    quality.doubleValue()));
                }
            }
        }
        return new TuneCurve(points);
    }
}
