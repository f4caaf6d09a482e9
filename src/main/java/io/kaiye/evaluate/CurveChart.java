package io.kaiye.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A training as two panels over the same epochs: the loss at the left, the share of held-out rows
 * answered right beside it, the highest marked. Two scales in one panel would invite comparing
 * heights that have nothing to do with each other.
 */
final class CurveChart {
    private static final double WIDTH = 936;
    private static final double HEIGHT = 296;
    private static final double PANEL = 404;
    private static final double LEFT = 48;
    private static final double GAP = 80;
    private static final double TOP = 34;
    private static final double BOTTOM = HEIGHT - 58;
    private static final int TICKS_MAX = 12;

    private final Svg svg;
    private final Words words;
    private final List<ReportPage.Epoch> points;
    private final ReportPage.Epoch best;

    private CurveChart(Svg svg, Words words, List<ReportPage.Epoch> points, ReportPage.Epoch best) {
        this.svg = svg;
        this.words = words;
        this.points = points;
        this.best = best;
    }

    /** Empty without points. */
    static String draw(List<ReportPage.Epoch> points, Words words) {
        if (points.isEmpty()) {
            return "";
        }
        ReportPage.Epoch best =
                points.stream()
                        .max(Comparator.comparingDouble(ReportPage.Epoch::quality))
                        .orElseThrow();
        Svg svg =
                new Svg(
                        "curve",
                        WIDTH,
                        HEIGHT,
                        words.text("curve.title"),
                        words.text(
                                "curve.description",
                                Integer.toString(points.size()),
                                Format.percent(best.quality()),
                                epochs(best.epochs())));
        CurveChart chart = new CurveChart(svg, words, points, best);
        chart.losses(new Panel(LEFT, LEFT + PANEL));
        chart.qualities(new Panel(LEFT + PANEL + GAP, LEFT + 2 * PANEL + GAP));
        return svg.end();
    }

    /** One of the two, by its sides. */
    private record Panel(double left, double right) {}

    private void losses(Panel panel) {
        double highest = points.stream().mapToDouble(ReportPage.Epoch::loss).max().orElse(1);
        Scale y = Scale.fromZero(highest, BOTTOM, TOP);
        axes(panel, words.text("curve.loss"));
        for (double tick : y.ticks()) {
            tick(panel, y.place(tick), loss(tick, highest));
        }
        line(panel, y, ReportPage.Epoch::loss);
        points.forEach(point -> dot(panel, y, point, point.loss(), "dot"));
        ReportPage.Epoch last = points.getLast();
        name(panel, y, last, last.loss(), loss(last.loss(), highest));
    }

    private void qualities(Panel panel) {
        double low = points.stream().mapToDouble(ReportPage.Epoch::quality).min().orElse(0);
        Scale y = Scale.shares(low, best.quality(), BOTTOM, TOP);
        axes(panel, words.text("curve.quality"));
        for (double tick : y.ticks()) {
            tick(panel, y.place(tick), Format.percent(tick));
        }
        line(panel, y, ReportPage.Epoch::quality);
        for (ReportPage.Epoch point : points) {
            dot(panel, y, point, point.quality(), point.equals(best) ? "dot chosen" : "dot");
        }
        name(panel, y, best, best.quality(), Format.percent(best.quality()));
    }

    private Scale x(Panel panel) {
        return new Scale(0, points.getLast().epochs(), panel.left(), panel.right(), false);
    }

    private void axes(Panel panel, String title) {
        svg.text(title, panel.left() - LEFT, TOP - 18, "start", "title");
        Scale x = x(panel);
        List<Double> ticks = points.size() <= TICKS_MAX ? ofPoints() : x.ticks();
        for (double tick : ticks) {
            svg.text(epochs(tick), x.place(tick), BOTTOM + 20, "middle", "tick");
        }
        svg.line(panel.left(), BOTTOM, panel.right(), BOTTOM, "axis");
        svg.text(
                words.text("curve.x"),
                (panel.left() + panel.right()) / 2,
                BOTTOM + 44,
                "middle",
                "title");
    }

    private List<Double> ofPoints() {
        return points.stream().map(ReportPage.Epoch::epochs).toList();
    }

    private void tick(Panel panel, double height, String label) {
        svg.line(panel.left(), height, panel.right(), height, "grid");
        svg.text(label, panel.left() - 8, height + 4, "end", "tick");
    }

    private void line(Panel panel, Scale y, ToDoubleFunction<ReportPage.Epoch> value) {
        Scale x = x(panel);
        String places =
                points.stream()
                        .map(
                                point ->
                                        x.place(point.epochs())
                                                + ","
                                                + y.place(value.applyAsDouble(point)))
                        .collect(Collectors.joining(" "));
        svg.leaf("polyline", "points", places, "class", "after");
    }

    private void dot(Panel panel, Scale y, ReportPage.Epoch point, double value, String type) {
        svg.open("g");
        svg.element(
                "title",
                words.text(
                        "curve.point",
                        epochs(point.epochs()),
                        Format.fixed(point.loss(), 3),
                        Format.percent(point.quality())));
        svg.leaf(
                "circle",
                "cx",
                x(panel).place(point.epochs()),
                "cy",
                y.place(value),
                "r",
                5,
                "class",
                type);
        svg.close();
    }

    /** A figure beside its point, above the line and inside the panel. */
    private void name(Panel panel, Scale y, ReportPage.Epoch point, double value, String label) {
        double at = x(panel).place(point.epochs());
        boolean right = at > panel.right() - 40;
        svg.text(
                label,
                right ? panel.right() + 4 : at,
                y.place(value) - 12,
                right ? "end" : "middle",
                "strong");
    }

    private static String loss(double value, double highest) {
        return Format.fixed(value, highest < 0.1 ? 3 : 2);
    }

    /** "3", or "2.4" where a pass was not finished. */
    private static String epochs(double number) {
        return Format.fixed(number, Math.abs(number - Math.rint(number)) < 0.05 ? 0 : 1);
    }
}
