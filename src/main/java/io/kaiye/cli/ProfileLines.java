package io.kaiye.cli;

import io.kaiye.data.ColumnProfile;
import io.kaiye.data.SplitName;
import io.kaiye.data.TableProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table's profile as lines for a terminal. */
final class ProfileLines {
    private static final int COLUMNS_SHOWN = 60;
    private static final int LABELS_SHOWN = 30;
    private static final int DOUBTS_SHOWN = 60;
    private static final int DOUBTED_SHOWN = 10;
    private static final int NAME_CHARACTERS = 28;
    private static final int BARS = 16;
    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final double LARGE = 1e9;
    private static final double SMALL = 1e-3;

    private ProfileLines() {}

    static List<String> of(TableProfile profile) {
        List<String> lines = new ArrayList<>();
        lines.add(head(profile));
        lines.add("");
        lines.addAll(columns(profile));
        profile.labels()
                .ifPresent(
                        labels -> {
                            lines.add("");
                            lines.addAll(labels(labels));
                        });
        lines.add("");
        lines.addAll(doubts(profile));
        lines.addAll(doubtedLabels(profile));
        if (!profile.exact()) {
            lines.add("");
            lines.add(
                    "Quantiles of numbers and times are estimated, and distinct values where ≈"
                            + " stands.");
        }
        if (profile.sampleRows() > 0 && profile.sampleRows() < profile.allRows()) {
            lines.add("");
            lines.add(
                    "Languages, tokens and personal data are of a sample of "
                            + Numbers.grouped(profile.sampleRows())
                            + " rows.");
        }
        return lines;
    }

    /** Nothing where nobody looked. */
    static List<String> doubtedLabels(TableProfile profile) {
        List<String> lines = new ArrayList<>();
        for (TableProfile.DoubtedLabel doubted :
                profile.doubtedLabels().orElse(List.of()).stream().limit(DOUBTED_SHOWN).toList()) {
            count(
                    lines,
                    doubted.rows(),
                    "rows of " + cut(doubted.given()) + " look like " + cut(doubted.likely()));
        }
        return lines;
    }

    private static String head(TableProfile profile) {
        List<String> splits = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            long rows = profile.rows().getOrDefault(split, 0L);
            if (rows > 0) {
                splits.add(split.word() + " " + Numbers.grouped(rows));
            }
        }
        return profile.name()
                + (profile.stored() ? "@" + profile.id().substring(0, 8) : "")
                + ": "
                + Numbers.grouped(profile.allRows())
                + " rows"
                + (profile.stored() ? " (" + String.join(", ", splits) + ")" : "")
                + ", "
                + profile.columns().size()
                + " columns";
    }

    private static List<String> columns(TableProfile profile) {
        Table table =
                new Table(
                        "column", "kind", "missing", "distinct", "shape", "low", "median", "high");
        profile.columns().stream().limit(COLUMNS_SHOWN).forEach(column -> row(table, column));
        List<String> lines = new ArrayList<>(table.lines());
        if (profile.columns().size() > COLUMNS_SHOWN) {
            lines.add(
                    "… and "
                            + Numbers.grouped(profile.columns().size() - COLUMNS_SHOWN)
                            + " more; all in the report and with --json");
        }
        return lines;
    }

    private static void row(Table table, ColumnProfile column) {
        String[] range = range(column);
        table.row(
                cut(column.name()),
                column.kind().name().toLowerCase(Locale.ROOT),
                column.missing() == 0
                        ? "-"
                        : Numbers.percent((double) column.missing() / column.rows()),
                (column.distinctExact() ? "" : "≈") + Numbers.grouped(column.distinct()),
                shape(column),
                range[0],
                range[1],
                range[2]);
    }

    /** Of numbers and dates by value, of texts by their characters. */
    private static String[] range(ColumnProfile column) {
        if (column.times().isPresent()) {
            ColumnProfile.Times times = column.times().get();
            return new String[] {day(times.first()), day(times.median()), day(times.last())};
        }
        return column.numbers()
                .or(() -> column.texts().map(ColumnProfile.Texts::characters))
                .map(
                        spread ->
                                new String[] {
                                    number(spread.min()),
                                    number(spread.at(0.5)),
                                    number(spread.max())
                                })
                .orElseGet(() -> new String[] {"", "", ""});
    }

    private static String day(String iso) {
        return iso.substring(0, Math.min(10, iso.length()));
    }

    static String number(double value) {
        double size = Math.abs(value);
        if (size >= LARGE || (size > 0 && size < SMALL)) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        if (value == Math.rint(value)) {
            return Numbers.grouped((long) value);
        }
        return String.format(
                Locale.ROOT, size >= 100 ? "%,.1f" : size >= 1 ? "%.2f" : "%.4f", value);
    }

    /** Up to sixteen bars; neighbours are added up. */
    static String shape(ColumnProfile column) {
        long[] counts =
                column.histogram().isEmpty()
                        ? column.values().stream()
                                .mapToLong(ColumnProfile.ValueCount::count)
                                .toArray()
                        : column.histogram().stream().mapToLong(ColumnProfile.Bin::count).toArray();
        int step = Math.max(1, Math.ceilDiv(counts.length, BARS));
        long[] bars = new long[Math.ceilDiv(counts.length, step)];
        for (int i = 0; i < counts.length; i++) {
            bars[i / step] += counts[i];
        }
        long most = 1;
        for (long bar : bars) {
            most = Math.max(most, bar);
        }
        StringBuilder shape = new StringBuilder();
        for (long bar : bars) {
            int level = (int) Math.ceil((double) bar / most * LEVELS.length()) - 1;
            shape.append(bar == 0 ? ' ' : LEVELS.charAt(Math.max(0, level)));
        }
        return shape.toString();
    }

    private static List<String> labels(TableProfile.Labels labels) {
        Table table = new Table("label", "train", "valid", "test");
        labels.counts().stream()
                .limit(LABELS_SHOWN)
                .forEach(
                        label ->
                                table.row(
                                        cut(label.label()),
                                        Numbers.grouped(label.train()),
                                        Numbers.grouped(label.valid()),
                                        Numbers.grouped(label.test())));
        List<String> lines = new ArrayList<>(table.lines());
        if (labels.counts().size() > LABELS_SHOWN) {
            lines.add(
                    "… and "
                            + Numbers.grouped(labels.counts().size() - LABELS_SHOWN)
                            + " more; all with --json");
        }
        return lines;
    }

    private static List<String> doubts(TableProfile profile) {
        List<String> lines = new ArrayList<>();
        count(
                lines,
                profile.quarantined(),
                profile.quarantinedExamples().isEmpty()
                        ? "rows could not be read, and were set aside at import"
                        : "rows could not be read:");
        profile.quarantinedExamples().forEach(example -> lines.add("    " + example));
        count(lines, profile.duplicateRows(), "rows repeat an earlier row of their split");
        for (TableProfile.Overlap overlap : profile.overlaps()) {
            count(
                    lines,
                    overlap.rows(),
                    (overlap.byText() ? "texts of " : "rows of ")
                            + overlap.split().word()
                            + " are also in "
                            + overlap.earlier().word());
        }
        profile.near()
                .ifPresent(near -> count(lines, near.rows(), "texts nearly repeat another one"));
        profile.personalData()
                .ifPresent(
                        all ->
                                all.forEach(
                                        some ->
                                                count(
                                                        lines,
                                                        some.rows(),
                                                        "of "
                                                                + Numbers.grouped(
                                                                        profile.sampleRows())
                                                                + " rows hold personal data in "
                                                                + some.column()
                                                                + ": "
                                                                + some.kind())));
        for (ColumnProfile column : profile.columns()) {
            column.outliers()
                    .ifPresent(
                            some ->
                                    count(
                                            lines,
                                            some.rows(),
                                            "values of "
                                                    + cut(column.name())
                                                    + " lie below "
                                                    + number(some.low())
                                                    + " or above "
                                                    + number(some.high())));
        }
        if (lines.isEmpty()) {
            lines.add("Nothing doubtful was found.");
        } else {
            lines.addFirst("Doubtful:");
        }
        return shortened(lines);
    }

    private static List<String> shortened(List<String> lines) {
        if (lines.size() <= DOUBTS_SHOWN) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, DOUBTS_SHOWN));
        shown.add(
                "… and "
                        + Numbers.grouped(lines.size() - DOUBTS_SHOWN)
                        + " more; all in the report and with --json");
        return shown;
    }

    /** Nothing where there are none. */
    static void count(List<String> lines, long count, String what) {
        if (count > 0) {
            lines.add("  " + Numbers.grouped(count) + " " + what);
        }
    }

    private static String cut(String name) {
        return cut(name, NAME_CHARACTERS);
    }

    /** On one line, of so many characters at most. */
    static String cut(String text, int characters) {
        String line = text.replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= characters
                ? line
                : line.substring(0, line.offsetByCodePoints(0, characters - 1)) + "…";
    }
}
