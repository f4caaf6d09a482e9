package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ladder as cost of training (logarithmic, to the right is dearer) against quality, with
 * intervals and the target. What answers cost is known of the chosen model only, so it is no axis.
 */
final class LadderChart {
    private static final double WIDTH = 936;
    private static final double HEIGHT = 400;
    private static final double LEFT = 62;
    private static final double RIGHT = WIDTH - 20;
    private static final double TOP = 26;
    private static final double BOTTOM = HEIGHT - 62;
    private static final double LABEL_GAP = 18;

    private final Svg svg;
    private final Words words;
    private final Scale x;
    private final Scale y;

    /** A rung that was measured, placed on the chart. */
    private record Point(ReportPage.Rung rung, Interval quality, double x, double y) {
        boolean chosen() {
            return rung.outcome() == ReportPage.Outcome.CHOSEN;
        }
    }

    private LadderChart(Svg svg, Words words, Scale x, Scale y) {
        this.svg = svg;
        this.words = words;
        this.x = x;
        this.y = y;
    }

    /** Empty if no rung was measured. */
    static String draw(ReportPage page, Words words) {
        List<ReportPage.Rung> tried =
                page.ladder().stream().filter(rung -> rung.quality() != null).toList();
        if (tried.isEmpty()) {
            return "";
        }
        Double target = page.goal().target();
        String chosen =
                tried.stream()
                        .filter(rung -> rung.outcome() == ReportPage.Outcome.CHOSEN)
                        .map(ReportPage.Rung::recipe)
                        .findFirst()
                        .orElse("–");
        Svg svg =
                new Svg(
                        "ladder",
                        WIDTH,
                        HEIGHT,
                        words.text("ladder.title"),
                        words.text("ladder.description", Integer.toString(tried.size()), chosen));
        LadderChart chart = new LadderChart(svg, words, costs(tried), qualities(tried, target));
        chart.axes(Headline.metric(page.goal().metric(), words));
        chart.target(target);
        chart.points(tried);
        return svg.end();
    }

    /** A logarithmic axis has no zero. */
    private static double cost(ReportPage.Rung rung) {
        return Math.max(1.0, (double) rung.trainCostMicros());
    }

    private static Scale costs(List<ReportPage.Rung> rungs) {
        DoubleSummaryStatistics costs =
                rungs.stream().mapToDouble(LadderChart::cost).summaryStatistics();
        return Scale.decades(costs.getMin(), costs.getMax(), LEFT, RIGHT);
    }

    private static Scale qualities(List<ReportPage.Rung> rungs, @Nullable Double target) {
        double low = target == null ? 1 : target;
        double high = target == null ? 0 : target;
        for (ReportPage.Rung rung : rungs) {
            Interval quality = rung.quality();
            if (quality != null) {
                low = Math.min(low, quality.low());
                high = Math.max(high, quality.high());
            }
        }
        return Scale.shares(low, high, BOTTOM, TOP);
    }

    private void axes(String metric) {
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.place(tick), RIGHT, y.place(tick), "grid");
            svg.text(Format.percent(tick), LEFT - 10, y.place(tick) + 4, "end", "tick");
        }
        for (double tick : x.ticks()) {
            svg.line(x.place(tick), TOP, x.place(tick), BOTTOM, "grid");
            svg.text(dollars(tick), x.place(tick), BOTTOM + 20, "middle", "tick");
        }
        svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
        svg.text(words.text("ladder.x"), (LEFT + RIGHT) / 2, BOTTOM + 46, "middle", "title");
        svg.text(words.text("ladder.y", metric), LEFT - 52, TOP - 12, "start", "title");
    }

    private static String dollars(double micros) {
        return micros < 1 ? "$" + Format.fixed(micros / 1e6, 7) : Format.dollars((long) micros);
    }

    private void target(@Nullable Double target) {
        if (target != null) {
            double at = y.place(target);
            svg.line(LEFT, at, RIGHT, at, "target");
            String label = words.text("ladder.target", Format.percent(target));
            svg.text(label, LEFT + 8, at - 7, "start", "targetText");
        }
    }

    private void points(List<ReportPage.Rung> rungs) {
        List<Point> points = new ArrayList<>();
        for (ReportPage.Rung rung : rungs) {
            Interval quality = rung.quality();
            if (quality != null) {
                points.add(new Point(rung, quality, x.place(cost(rung)), y.place(quality.value())));
            }
        }
        points.forEach(this::mark);
        label(points);
    }

    private void mark(Point point) {
        Interval quality = point.quality();
        double top = y.place(quality.high());
        double bottom = y.place(quality.low());
        svg.open("g");
        svg.element(
                "title",
                point.rung().recipe()
                        + ": "
                        + Format.percent(quality.value())
                        + " ("
                        + Format.range(quality)
                        + "), "
                        + Format.dollars(point.rung().trainCostMicros()));
        svg.line(point.x(), top, point.x(), bottom, "whisker");
        svg.line(point.x() - 5, top, point.x() + 5, top, "whisker");
        svg.line(point.x() - 5, bottom, point.x() + 5, bottom, "whisker");
        String type = point.chosen() ? "dot chosen" : "dot";
        svg.leaf("circle", "cx", point.x(), "cy", point.y(), "r", 7, "class", type);
        svg.close();
    }

    /** Names beside their points, moved down where two would overlap. */
    private void label(List<Point> points) {
        List<Point> placed = new ArrayList<>();
        List<Double> heights = new ArrayList<>();
        for (Point point : points.stream().sorted(Comparator.comparingDouble(Point::y)).toList()) {
            double height = point.y() + 4;
            for (int other = 0; other < placed.size(); other++) {
                boolean near = Math.abs(placed.get(other).x() - point.x()) < 130;
                if (near && height - heights.get(other) < LABEL_GAP) {
                    height = heights.get(other) + LABEL_GAP;
                }
            }
            placed.add(point);
            heights.add(height);
            boolean left = point.x() > RIGHT - 150;
            svg.text(
                    point.rung().recipe() + "  " + Format.percent(point.quality().value()),
                    point.x() + (left ? -14 : 14),
                    height,
                    left ? "end" : "start",
                    point.chosen() ? "strong" : "name");
        }
    }
}
