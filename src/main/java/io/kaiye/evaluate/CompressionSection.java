package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.List;

/** A model before and after compression. */
record CompressionSection(String title, String intro, List<Row> rows, String kept) {
    private static final int NAMES_MAX = 12;

    /** One figure on both sides. */
    record Row(String name, String before, String after, String change) {}

    static CompressionSection of(ReportPage.Compression compression, Metric metric, Words words) {
        return new CompressionSection(
                words.text("compression.title", compression.kind()),
                words.text(
                        "compression.intro",
                        Format.count(compression.rows()),
                        Format.fixed(compression.lossMax() * 100, 1),
                        compression.unseen() ? "" : " " + words.text("compression.seen")),
                rows(compression, metric, words),
                kept(compression.keptFloat(), words));
    }

    private static List<Row> rows(ReportPage.Compression compression, Metric metric, Words words) {
        ReportPage.Compression.Side before = compression.before();
        ReportPage.Compression.Side after = compression.after();
        List<Row> rows = new ArrayList<>();
        rows.add(
                new Row(
                        Headline.metric(metric, words),
                        quality(before.quality()),
                        quality(after.quality()),
                        words.text(
                                "compression.points",
                                Format.points(
                                        after.quality().value() - before.quality().value()))));
        rows.add(
                new Row(
                        words.text("compression.size"),
                        Format.bytes(before.sizeBytes()),
                        Format.bytes(after.sizeBytes()),
                        times(
                                "compression.smaller",
                                (double) before.sizeBytes(),
                                (double) after.sizeBytes(),
                                words)));
        Speed slow = before.speed();
        Speed fast = after.speed();
        if (slow != null && fast != null) {
            rows.add(
                    new Row(
                            words.text("compression.speed"),
                            Format.about(slow.textsPerSecond()),
                            Format.about(fast.textsPerSecond()),
                            times(
                                    "compression.faster",
                                    fast.textsPerSecond(),
                                    slow.textsPerSecond(),
                                    words)));
        }
        return rows;
    }

    private static String quality(Interval quality) {
        return Format.percent(quality.value()) + " (" + Format.range(quality) + ")";
    }

    private static String times(String key, double large, double small, Words words) {
        return small == 0 ? "–" : words.text(key, Format.about(large / small));
    }

    private static String kept(List<String> names, Words words) {
        if (names.isEmpty()) {
            return "";
        }
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_MAX, names.size())));
        return words.text(
                "compression.kept",
                Format.count(names.size()),
                names.size() > NAMES_MAX ? shown + " …" : shown);
    }
}
