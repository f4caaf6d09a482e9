package io.kaiye.evaluate;

import java.util.List;

/**
 * Which labels are taken for which.
 *
 * @param chart empty where there are too many labels for a picture
 * @param sideBySide true if chart and pairs fit next to each other
 * @param pairs the most frequent mistakes
 */
record ConfusionSection(String intro, String chart, boolean sideBySide, List<Pair> pairs) {
    private static final int PAIRS_MAX = 12;
    private static final int SIDE_BY_SIDE_MAX = 6;

    /** A true label and what it was taken for. */
    record Pair(String truth, String answer, String count, String share) {}

    static ConfusionSection of(Evaluation evaluation, Words words) {
        int labels = evaluation.labels().size();
        String chart = ConfusionChart.draw(evaluation, words);
        String intro = chart.isEmpty() ? "" : words.text("confusion.intro");
        if (labels > ConfusionChart.NAMED_MAX && !chart.isEmpty()) {
            intro += " " + words.text("confusion.hover");
        }
        return new ConfusionSection(
                intro,
                chart,
                labels <= SIDE_BY_SIDE_MAX,
                evaluation.confusion().mistakes().stream()
                        .limit(PAIRS_MAX)
                        .map(cell -> pair(cell, evaluation))
                        .toList());
    }

    private static Pair pair(Confusion.Cell cell, Evaluation evaluation) {
        int support = evaluation.perClass().get(cell.truth()).support();
        return new Pair(
                evaluation.labels().get(cell.truth()),
                evaluation.labels().get(cell.predicted()),
                Format.count(cell.count()),
                Format.percent((double) cell.count() / support));
    }
}
