package io.kaiye.evaluate;

import io.kaiye.base.TextTable;
import java.util.List;

/**
 * The confusion as a heat map: right answers in one colour, wrong ones in another, each as strong
 * as its share of the true label's rows. Counts stand in the cells while they are large enough.
 */
final class ConfusionChart {
    /** With more labels the cells are too small for names and counts. */
    static final int NAMED_MAX = 24;

    private static final int LABELS_MAX = 250;
    private static final int SMALL_NAMES_MAX = 100;
    private static final int NAME_COLUMNS_MAX = 26;
    private static final double WIDTH = 936;

    private final Svg svg;
    private final Words words;
    private final Evaluation evaluation;
    private final Geometry at;

    /**
     * Where the cells are.
     *
     * @param font size of the names in pixels, 0 for none
     */
    private record Geometry(double left, double top, double cell, int labels, double font) {
        double width() {
            return left + cell * labels + (font > 0 ? 20 : 2);
        }

        double height() {
            return top + cell * labels + 2;
        }
    }

    private ConfusionChart(Svg svg, Words words, Evaluation evaluation, Geometry at) {
        this.svg = svg;
        this.words = words;
        this.evaluation = evaluation;
        this.at = at;
    }

    /** Empty where there are too many labels. */
    static String draw(Evaluation evaluation, Words words) {
        int labels = evaluation.labels().size();
        if (labels > LABELS_MAX) {
            return "";
        }
        Geometry at = geometry(evaluation.labels());
        long right = evaluation.perClass().stream().mapToLong(ClassScore::right).sum();
        double width = labels <= 6 ? at.width() : WIDTH;
        Svg svg =
                new Svg(
                        "confusion",
                        width,
                        at.height(),
                        words.text("confusion.title"),
                        words.text(
                                "confusion.description",
                                Format.count(labels),
                                Format.count(right),
                                Format.count(evaluation.rows())));
        ConfusionChart chart = new ConfusionChart(svg, words, evaluation, at);
        chart.names();
        chart.cells();
        return svg.end();
    }

    private static Geometry geometry(List<String> labels) {
        int count = labels.size();
        double font = count <= NAMED_MAX ? 12 : count <= SMALL_NAMES_MAX ? 7.5 : 0;
        int columns =
                labels.stream().mapToInt(name -> TextTable.width(shown(name))).max().orElse(0);
        double room = font == 0 ? 14 : 18 + columns * font * 0.58;
        double top = count <= 3 ? 44 : room * (count <= NAMED_MAX ? 0.75 : 1) + 18;
        double most = count <= 3 ? 124 : count <= 6 ? 80 : 60;
        double cell = Math.min(most, (WIDTH - room - 60) / count);
        if (count > NAMED_MAX) {
            cell = (WIDTH - room - 2) / count;
        }
        return new Geometry(room, top, cell, count, font);
    }

    private static String shown(String name) {
        int end = 0;
        int columns = 0;
        while (end < name.length()) {
            int next = name.offsetByCodePoints(end, 1);
            columns += TextTable.width(name.substring(end, next));
            if (columns > NAME_COLUMNS_MAX) {
                return name.substring(0, end) + "…";
            }
            end = next;
        }
        return name;
    }

    private void names() {
        if (at.font() == 0) {
            return;
        }
        String style = "font-size:" + at.font() + "px";
        for (int label = 0; label < at.labels(); label++) {
            String name = shown(evaluation.labels().get(label));
            double middle = (label + 0.5) * at.cell();
            svg.element(
                    "text",
                    name,
                    "x",
                    at.left() - 8,
                    "y",
                    at.top() + middle + at.font() * 0.35,
                    "text-anchor",
                    "end",
                    "class",
                    "name",
                    "style",
                    style);
            double x = at.left() + middle + (at.labels() <= 3 ? 0 : at.font() * 0.35);
            double y = at.top() - 8;
            int turn = at.labels() <= 3 ? 0 : at.labels() <= NAMED_MAX ? -45 : -90;
            svg.element(
                    "text",
                    name,
                    "x",
                    x,
                    "y",
                    y,
                    "text-anchor",
                    turn == 0 ? "middle" : "start",
                    "transform",
                    "rotate(" + turn + " " + x + " " + y + ")",
                    "class",
                    "name",
                    "style",
                    style);
        }
        svg.text(words.text("confusion.truth") + " ↓", at.left() - 8, 12, "end", "tick");
        svg.text(words.text("confusion.answer") + " →", at.left(), 12, "start", "tick");
    }

    private void cells() {
        double size = at.cell() * at.labels();
        svg.box(at.left(), at.top(), size, size, "field");
        double gap = at.cell() > 20 ? 1.5 : at.cell() > 6 ? 0.5 : 0;
        for (Confusion.Cell cell : evaluation.confusion().cells()) {
            double share =
                    (double) cell.count() / evaluation.perClass().get(cell.truth()).support();
            double strength = cell.wrong() ? 0.25 + 0.75 * Math.sqrt(share) : 0.12 + 0.88 * share;
            double x = at.left() + cell.predicted() * at.cell();
            double y = at.top() + cell.truth() * at.cell();
            svg.open("g");
            svg.element("title", title(cell));
            svg.leaf(
                    "rect",
                    "x",
                    x + gap,
                    "y",
                    y + gap,
                    "width",
                    at.cell() - 2 * gap,
                    "height",
                    at.cell() - 2 * gap,
                    "rx",
                    at.cell() > 20 ? 3 : 0,
                    "fill-opacity",
                    strength,
                    "class",
                    cell.wrong() ? "cellWrong" : "cellRight");
            if (at.labels() <= NAMED_MAX) {
                svg.text(
                        Format.count(cell.count()),
                        x + at.cell() / 2,
                        y + at.cell() / 2 + 4,
                        "middle",
                        strength > 0.6 ? "onCell" : "offCell");
            }
            svg.close();
        }
    }

    private String title(Confusion.Cell cell) {
        String truth = evaluation.labels().get(cell.truth());
        String count = Format.count(cell.count());
        String all = Format.count(evaluation.perClass().get(cell.truth()).support());
        return cell.wrong()
                ? words.text(
                        "confusion.wrong",
                        truth,
                        evaluation.labels().get(cell.predicted()),
                        count,
                        all)
                : words.text("confusion.right", truth, count, all);
    }
}
