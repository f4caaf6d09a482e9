package io.kaiye.label;

import java.util.List;
import java.util.OptionalInt;

/**
 * Quality against labels bought, by one strategy.
 *
 * @param points in order of their labels
 */
public record Curve(Strategy strategy, List<Point> points) {
    public Curve {
        points = List.copyOf(points);
    }

    /**
     * What some labels came to.
     *
     * @param labels bought
     * @param quality share of the judged rows that are answered right: the median of all seeds
     * @param low the lowest of all seeds
     * @param high the highest
     */
    public record Point(int labels, double quality, double low, double high) {}

    /** The fewest labels on the curve that reach a quality; empty if none do. */
    public OptionalInt labelsFor(double quality) {
        return points.stream()
                .filter(point -> point.quality() >= quality)
                .mapToInt(Point::labels)
                .findFirst();
    }
}
