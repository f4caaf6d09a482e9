package io.kaiye.evaluate;

import io.kaiye.base.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Lines over one axis as an HTML page that needs no network and no script: the chart, and tables
 * beneath. Texts may hold anything, they are escaped.
 *
 * @param title the heading
 * @param about one sentence beneath it
 * @param chart the lines
 * @param tables in order
 */
public record LinesPage(String title, String about, Lines chart, List<Grid> tables) {
    public LinesPage {
        tables = List.copyOf(tables);
    }

    /**
     * Lines of shares.
     *
     * @param x what the horizontal axis counts
     * @param y what the vertical axis shows, from 0 to 1
     */
    public record Lines(String x, String y, List<Line> lines) {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One line.
     *
     * @param points from left to right, at least one
     */
    public record Line(String name, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * A place on a line.
     *
     * @param low the lower end of what was seen there
     * @param high the upper end
     */
    public record Point(double x, double y, double low, double high) {}

    /**
     * A table.
     *
     * @param heads of the columns
     * @param rows as many cells each
     */
    public record Grid(String title, List<String> heads, List<List<String>> rows) {
        public Grid {
            heads = List.copyOf(heads);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @throws io.kaiye.base.KaiyeException DISK_FULL or NOT_WRITABLE
     */
    public void write(Path htmlFile) {
        byte[] html = html().getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(htmlFile, out -> out.write(html));
    }

    String html() {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width,"
                                + " initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\"")
                .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>")
                .append(Svg.escape(title))
                .append("</title>\n")
                .append(ReportView.STYLE)
                .append("\n</head>\n<body>\n<main>\n<header>\n<h1>")
                .append(Svg.escape(title))
                .append("</h1>\n<p class=\"about\">")
                .append(Svg.escape(about))
                .append("</p>\n</header>\n<section class=\"wide\">\n")
                .append(LinesChart.draw(title, chart))
                .append("\n</section>\n");
        tables.forEach(table -> table(page, table));
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void table(StringBuilder page, Grid table) {
        page.append("<section class=\"wide\">\n<h2>")
                .append(Svg.escape(table.title()))
                .append("</h2>\n<table>\n<thead><tr>");
        row(page, "th", table.heads());
        page.append("</tr></thead>\n<tbody>\n");
        for (List<String> cells : table.rows()) {
            page.append("<tr>");
            row(page, "td", cells);
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n</section>\n");
    }

    /** The first column holds names, the others figures. */
    private static void row(StringBuilder page, String tag, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            page.append('<')
                    .append(tag)
                    .append(i == 0 ? ">" : " class=\"n\">")
                    .append(Svg.escape(cells.get(i)))
                    .append("</")
                    .append(tag)
                    .append('>');
        }
    }
}
