package io.kaiye.evaluate;

import io.kaiye.base.Json;
import io.kaiye.data.ColumnProfile;
import io.kaiye.data.LabelRows;
import io.kaiye.data.SplitName;
import io.kaiye.data.TableProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data of a page's charts, by the id of the box that each is drawn into. */
final class ProfileCharts {
    static final int LABELS_MAX = 40;
    static final int MISSING_MAX = 30;
    private static final int VALUES_MAX = 7;
    private static final int NAME_CHARACTERS_MAX = 40;

    private final Words words;
    private final Map<String, Chart> charts = new LinkedHashMap<>();

    ProfileCharts(Words words) {
        this.words = words;
    }

    /**
     * Bars.
     *
     * @param across true for names at the left and bars to the right
     * @param names of the bars
     * @param titles of the bars when a pointer rests on them
     * @param series a name and a value for each bar
     * @param tails which bars are pale: long tails, and all others together
     * @param share true where values are percent
     */
    record Chart(
            boolean across,
            List<String> names,
            List<String> titles,
            List<Series> series,
            List<Boolean> tails,
            boolean share) {}

    /** One colour of bars. */
    record Series(String name, List<Double> values) {}

    /** As JSON that may stand in a page. */
    String json() {
        return Json.line(charts)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }

    /** The box of a column's chart; empty where there is nothing to draw. */
    String column(String id, ColumnProfile column) {
        if (column.histogram().isEmpty() && !column.values().isEmpty()) {
            charts.put(id, values(column));
            return id;
        }
        if (column.histogram().isEmpty()) {
            return "";
        }
        List<ColumnProfile.Bin> bins = column.histogram();
        boolean single = bins.stream().allMatch(bin -> bin.to() - bin.from() <= 1);
        boolean whole = single && column.holdsWholeNumbers();
        List<String> names = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        List<Boolean> tails = new ArrayList<>();
        double width = bins.get(bins.size() / 2).to() - bins.get(bins.size() / 2).from();
        for (ColumnProfile.Bin bin : bins) {
            String from = ProfileFigures.place(column, bin.from());
            names.add(from);
            titles.add(whole ? from : from + " – " + ProfileFigures.place(column, bin.to()));
            tails.add(bin.to() - bin.from() > width * 1.01);
        }
        charts.put(
                id,
                new Chart(
                        false,
                        names,
                        titles,
                        List.of(
                                new Series(
                                        words.text("rows"),
                                        bins.stream().map(bin -> (double) bin.count()).toList())),
                        tails,
                        false));
        return id;
    }

    /** The most frequent values, and all others in one pale bar. */
    private Chart values(ColumnProfile column) {
        List<String> names = new ArrayList<>();
        List<Double> counts = new ArrayList<>();
        List<Boolean> pale = new ArrayList<>();
        long left = column.rows() - column.missing();
        for (ColumnProfile.ValueCount value : column.values().stream().limit(VALUES_MAX).toList()) {
            names.add(cut(value.value()));
            counts.add((double) value.count());
            pale.add(false);
            left -= value.count();
        }
        if (left > 0) {
            names.add(words.text("others", Format.count(column.distinct() - names.size())));
            counts.add((double) left);
            pale.add(true);
        }
        return new Chart(
                true, names, names, List.of(new Series(words.text("rows"), counts)), pale, false);
    }

    /** Columns with the most missing values; empty where none has any. */
    String missing(List<ColumnProfile> columns) {
        List<ColumnProfile> some =
                columns.stream()
                        .filter(column -> column.missing() > 0)
                        .sorted((a, b) -> Long.compare(b.missing(), a.missing()))
                        .limit(MISSING_MAX)
                        .toList();
        if (some.isEmpty()) {
            return "";
        }
        List<String> names = some.stream().map(column -> cut(column.name())).toList();
        List<Double> shares =
                some.stream()
                        .map(column -> Math.round(1000.0 * column.missing() / column.rows()) / 10.0)
                        .toList();
        charts.put(
                "missing",
                new Chart(
                        true,
                        names,
                        names,
                        List.of(new Series(words.text("missing"), shares)),
                        List.of(),
                        true));
        return "missing";
    }

    /** Labels by split, in percent of each split's rows, so that splits can be compared. */
    String labels(TableProfile profile, TableProfile.Labels labels) {
        List<LabelRows> some = labels.counts().stream().limit(LABELS_MAX).toList();
        List<Series> series = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            long all = labels.counts().stream().mapToLong(label -> label.of(split)).sum();
            if (all > 0) {
                series.add(
                        new Series(
                                words.text("split." + split.word()),
                                some.stream()
                                        .map(
                                                label ->
                                                        Math.round(1e4 * label.of(split) / all)
                                                                / 100.0)
                                        .toList()));
            }
        }
        List<String> names = some.stream().map(label -> cut(label.label())).toList();
        if (!profile.stored() && series.size() == 1) {
            series.set(0, new Series(words.text("rows"), series.getFirst().values()));
        }
        charts.put("labels", new Chart(true, names, names, series, List.of(), true));
        return "labels";
    }

    /** Bars for a table's cell, without axes. */
    static String spark(ColumnProfile column) {
        List<Long> counts =
                column.histogram().isEmpty()
                        ? column.values().stream().map(ColumnProfile.ValueCount::count).toList()
                        : column.histogram().stream().map(ColumnProfile.Bin::count).toList();
        if (counts.isEmpty()) {
            return "";
        }
        long most = counts.stream().mapToLong(Long::longValue).max().orElse(1);
        double width = Math.min(12, 96.0 / counts.size());
        StringBuilder svg =
                new StringBuilder(
                        "<svg class=\"spark\" viewBox=\"0 0 96 20\" aria-hidden=\"true\">");
        for (int i = 0; i < counts.size(); i++) {
            double height = counts.get(i) == 0 ? 0 : Math.max(1, 20.0 * counts.get(i) / most);
            svg.append("<rect x=\"")
                    .append(Format.fixed(i * width, 2))
                    .append("\" y=\"")
                    .append(Format.fixed(20 - height, 2))
                    .append("\" width=\"")
                    .append(Format.fixed(width * 0.86, 2))
                    .append("\" height=\"")
                    .append(Format.fixed(height, 2))
                    .append("\"/>");
        }
        return svg.append("</svg>").toString();
    }

    static String cut(String name) {
        return name.codePointCount(0, name.length()) <= NAME_CHARACTERS_MAX
                ? name
                : name.substring(0, name.offsetByCodePoints(0, NAME_CHARACTERS_MAX - 1)) + "…";
    }
}
