package io.kaiye.evaluate;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reliability diagram over a histogram of the confidences. */
final class ReliabilityChart {
    private static final double WIDTH = 500;
    private static final double LEFT = 52;
    private static final double RIGHT = WIDTH - 12;
    private static final double TOP = 26;
    private static final double BOTTOM = TOP + RIGHT - LEFT;
    private static final double BARS_TOP = BOTTOM + 34;
    private static final double BARS_BOTTOM = BARS_TOP + 70;
    private static final double HEIGHT = BARS_BOTTOM + 46;
    private static final Scale X = new Scale(0, 1, LEFT, RIGHT, false);
    private static final Scale Y = new Scale(0, 1, BOTTOM, TOP, false);

    private ReliabilityChart() {}

    static String draw(Calibration after, @Nullable Calibration before, Words words) {
        Svg svg =
                new Svg(
                        "reliability",
                        WIDTH,
                        HEIGHT,
                        words.text("calibration.title"),
                        words.text("calibration.description", Format.percent(after.ece())));
        axes(svg, words);
        if (before != null) {
            series(svg, filled(before), "raw", "rawDot", false);
        }
        series(svg, filled(after), "after", "afterDot", true);
        histogram(svg, after, words);
        return svg.end();
    }

    private static void axes(Svg svg, Words words) {
        svg.box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, "field");
        for (int tick = 0; tick <= 5; tick++) {
            double share = tick / 5.0;
            svg.line(LEFT, Y.place(share), RIGHT, Y.place(share), "grid");
            svg.line(X.place(share), TOP, X.place(share), BOTTOM, "grid");
            String label = Format.fixed(share * 100, 0) + "%";
            svg.text(label, LEFT - 8, Y.place(share) + 4, "end", "tick");
            svg.text(label, X.place(share), BARS_BOTTOM + 18, "middle", "tick");
        }
        svg.line(LEFT, BOTTOM, RIGHT, TOP, "ideal");
        svg.text(words.text("calibration.y"), LEFT - 44, TOP - 12, "start", "title");
        svg.text(words.text("calibration.x"), RIGHT, BARS_BOTTOM + 40, "end", "title");
    }

    private static List<Calibration.Bin> filled(Calibration calibration) {
        return calibration.bins().stream().filter(bin -> bin.rows() > 0).toList();
    }

    private static void series(
            Svg svg, List<Calibration.Bin> bins, String line, String dot, boolean whiskers) {
        String points =
                bins.stream()
                        .map(bin -> X.place(bin.confidence()) + "," + Y.place(bin.accuracy()))
                        .collect(Collectors.joining(" "));
        if (whiskers) {
            for (Calibration.Bin bin : bins) {
                long right = Math.round(bin.accuracy() * bin.rows());
                Interval interval = Wilson.interval(right, bin.rows());
                double x = X.place(bin.confidence());
                svg.line(x, Y.place(interval.low()), x, Y.place(interval.high()), "thin");
            }
        }
        svg.leaf("polyline", "points", points, "class", line);
        for (Calibration.Bin bin : bins) {
            svg.open("g");
            svg.element(
                    "title",
                    Format.percent(bin.confidence())
                            + " → "
                            + Format.percent(bin.accuracy())
                            + " ("
                            + Format.count(bin.rows())
                            + ")");
            svg.leaf(
                    "circle",
                    "cx",
                    X.place(bin.confidence()),
                    "cy",
                    Y.place(bin.accuracy()),
                    "r",
                    4.5,
                    "class",
                    dot);
            svg.close();
        }
    }

    private static void histogram(Svg svg, Calibration calibration, Words words) {
        int most = calibration.bins().stream().mapToInt(Calibration.Bin::rows).max().orElse(1);
        svg.text(words.text("calibration.histogram"), LEFT, BARS_TOP - 10, "start", "title");
        for (Calibration.Bin bin : calibration.bins()) {
            double height = (BARS_BOTTOM - BARS_TOP) * bin.rows() / Math.max(1, most);
            double left = X.place(bin.low());
            svg.open("g");
            svg.element("title", Format.count(bin.rows()));
            svg.box(left + 1, BARS_BOTTOM - height, X.place(bin.high()) - left - 2, height, "bar");
            svg.close();
        }
        svg.line(LEFT, BARS_BOTTOM, RIGHT, BARS_BOTTOM, "axis");
    }
}
