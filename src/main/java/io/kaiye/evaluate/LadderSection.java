package io.kaiye.evaluate;

import java.util.List;

/**
 * The rungs as a chart and a table.
 *
 * @param metric name of the quality shown
 * @param notes true if any rung has a note
 */
record LadderSection(String chart, String metric, List<Row> rows, boolean notes) {
    /** One rung as text. */
    record Row(
            boolean chosen,
            String recipe,
            String quality,
            String range,
            String training,
            String trainingCost,
            String per1000,
            String size,
            String note) {}

    static LadderSection of(ReportPage page, Words words) {
        return new LadderSection(
                LadderChart.draw(page, words),
                Headline.metric(page.goal().metric(), words),
                page.ladder().stream().map(rung -> row(rung, words)).toList(),
                page.ladder().stream().anyMatch(rung -> !rung.note().isEmpty()));
    }

    private static Row row(ReportPage.Rung rung, Words words) {
        Interval quality = rung.quality();
        String about = rung.outcome() == ReportPage.Outcome.NOT_TRIED ? "~ " : "";
        return new Row(
                rung.outcome() == ReportPage.Outcome.CHOSEN,
                rung.recipe(),
                quality == null ? words.text("ladder.notTried") : Format.percent(quality.value()),
                quality == null ? "" : "(" + Format.range(quality) + ")",
                rung.isTimed() ? about + Format.duration(rung.trainTime()) : "–",
                rung.isTimed() ? about + Format.dollars(rung.trainCostMicros()) : "–",
                rung.costMicrosPer1000() == 0
                        ? "–"
                        : about + Format.dollars(rung.costMicrosPer1000()),
                rung.sizeBytes() == 0 ? "–" : about + Format.bytes(rung.sizeBytes()),
                rung.note());
    }
}
