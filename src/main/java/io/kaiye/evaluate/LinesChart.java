package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Some lines of shares over one axis, each named where it ends. */
final class LinesChart {
    private static final double WIDTH = 936;
    private static final double HEIGHT = 440;
    private static final double LEFT = 62;
    private static final double RIGHT = WIDTH - 130;
    private static final double TOP = 30;
    private static final double BOTTOM = HEIGHT - 58;
    private static final double NAME_GAP = 17;

    /** Classes of report.css; lines beyond them begin again. */
    private static final int COLOURS = 6;

    private final Svg svg;
    private final Scale x;
    private final Scale y;

    private LinesChart(Svg svg, Scale x, Scale y) {
        this.svg = svg;
        this.x = x;
        this.y = y;
    }

    static String draw(String title, LinesPage.Lines chart) {
        List<LinesPage.Point> all =
                chart.lines().stream().flatMap(line -> line.points().stream()).toList();
        double most = all.stream().mapToDouble(LinesPage.Point::x).max().orElse(1);
        double low = all.stream().mapToDouble(LinesPage.Point::y).min().orElse(0);
        double high = all.stream().mapToDouble(LinesPage.Point::y).max().orElse(1);
        String names =
                chart.lines().stream().map(LinesPage.Line::name).collect(Collectors.joining(", "));
        Svg svg = new Svg("lines", WIDTH, HEIGHT, title, chart.y() + ": " + names);
        LinesChart drawn =
                new LinesChart(
                        svg,
                        Scale.fromZero(most, LEFT, RIGHT),
                        Scale.shares(low, high, BOTTOM, TOP));
        drawn.axes(chart);
        for (int i = 0; i < chart.lines().size(); i++) {
            drawn.line(chart.lines().get(i), i % COLOURS);
        }
        drawn.names(chart.lines());
        return svg.end();
    }

    private void axes(LinesPage.Lines chart) {
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.place(tick), RIGHT, y.place(tick), "grid");
            svg.text(Format.percent(tick), LEFT - 8, y.place(tick) + 4, "end", "tick");
        }
        for (double tick : x.ticks()) {
            svg.text(Format.count(Math.round(tick)), x.place(tick), BOTTOM + 20, "middle", "tick");
        }
        svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
        svg.text(chart.x(), (LEFT + RIGHT) / 2, BOTTOM + 46, "middle", "title");
        svg.text(chart.y(), LEFT - 52, TOP - 14, "start", "title");
    }

    private void line(LinesPage.Line line, int colour) {
        String places =
                line.points().stream()
                        .map(point -> x.place(point.x()) + "," + y.place(point.y()))
                        .collect(Collectors.joining(" "));
        svg.leaf("polyline", "points", places, "class", "line" + colour);
        for (LinesPage.Point point : line.points()) {
            svg.open("g");
            svg.element(
                    "title",
                    line.name()
                            + ", "
                            + Format.count(Math.round(point.x()))
                            + ": "
                            + Format.percent(point.y())
                            + " ("
                            + Format.percent(point.low())
                            + " to "
                            + Format.percent(point.high())
                            + ")");
            svg.leaf(
                    "circle",
                    "cx",
                    x.place(point.x()),
                    "cy",
                    y.place(point.y()),
                    "r",
                    3,
                    "class",
                    "point" + colour);
            svg.close();
        }
    }

    /** Moved down where two would overlap. */
    private void names(List<LinesPage.Line> lines) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> -lines.get(i).points().getLast().y()));
        double above = Double.NEGATIVE_INFINITY;
        for (int i : order) {
            LinesPage.Point last = lines.get(i).points().getLast();
            double height = Math.max(y.place(last.y()) + 4, above + NAME_GAP);
            svg.text(lines.get(i).name(), RIGHT + 12, height, "start", "name" + i % COLOURS);
            above = height;
        }
    }
}
