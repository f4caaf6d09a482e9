package io.kaiye.evaluate;

import java.util.Comparator;
import java.util.List;

/**
 * The labels, the weakest first.
 *
 * @param first shown at once
 * @param rest folded away
 * @param cut how many are left out altogether
 */
record ClassSection(List<Row> first, List<Row> rest, int cut) {
    private static final int ALL_MAX = 30;
    private static final int FIRST_MAX = 15;
    private static final int ROWS_MAX = 1_000;

    /** One label as text; the bar is F1 in percent. */
    record Row(String label, String rows, String precision, String recall, String f1, String bar) {}

    static ClassSection of(Evaluation evaluation) {
        List<Row> rows =
                evaluation.perClass().stream()
                        .filter(score -> score.support() + score.predicted() > 0)
                        .sorted(Comparator.comparingDouble(ClassScore::f1))
                        .map(ClassSection::row)
                        .toList();
        int shown = Math.min(rows.size(), ROWS_MAX);
        int first = rows.size() <= ALL_MAX ? rows.size() : FIRST_MAX;
        return new ClassSection(
                rows.subList(0, first), rows.subList(first, shown), rows.size() - shown);
    }

    private static Row row(ClassScore score) {
        return new Row(
                score.label(),
                Format.count(score.support()),
                Format.percent(score.precision()),
                Format.percent(score.recall()),
                Format.percent(score.f1()),
                Format.fixed(score.f1() * 100, 1));
    }
}
