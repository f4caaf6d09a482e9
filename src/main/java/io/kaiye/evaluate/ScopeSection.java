package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well the model says "none of these".
 *
 * @param rule when it does
 * @param rows its figures
 */
record ScopeSection(String rule, List<Row> rows) {
    /** One figure with its interval, and what it is a share of. */
    record Row(String name, String value, String range, String of) {}

    static @Nullable ScopeSection of(Evaluation evaluation, Words words) {
        ScopeEvaluation scope = evaluation.scope();
        if (scope == null) {
            return null;
        }
        String in = words.text("scope.rows", Format.count(scope.inScopeRows()));
        String out = words.text("scope.rows", Format.count(scope.outOfScopeRows()));
        String pairs = words.text("scope.pairs");
        List<Row> rows = new ArrayList<>();
        add(rows, words.text("scope.accuracy"), scope.inScopeAccuracy(), in);
        add(rows, words.text("scope.kept"), scope.inScopeKept(), in);
        add(rows, words.text("scope.recall"), scope.outOfScopeRecall(), out);
        add(rows, words.text("scope.auroc"), scope.auroc(), pairs);
        return new ScopeSection(rule(evaluation, scope, words), List.copyOf(rows));
    }

    /** The figures for a terminal; none where the model always gives a label. */
    static List<String[]> rows(Evaluation evaluation) {
        ScopeSection section = of(evaluation, Words.of(ReportPage.Language.ENGLISH));
        return section == null
                ? List.of()
                : section.rows().stream()
                        .map(row -> new String[] {row.name(), row.value(), "(" + row.range() + ")"})
                        .toList();
    }

    private static String rule(Evaluation evaluation, ScopeEvaluation scope, Words words) {
        Double threshold = scope.threshold();
        String label = scope.label();
        String ofClass =
                label != null && evaluation.labels().contains(label)
                        ? words.text("scope.class", label)
                        : "";
        return threshold == null
                ? words.text("scope.nothreshold", ofClass)
                : words.text(
                        "scope.rule",
                        words.text("scope." + scope.score().word()),
                        Format.fixed(threshold, 3),
                        ofClass);
    }

    private static void add(List<Row> rows, String name, @Nullable Interval share, String of) {
        if (share != null) {
            rows.add(new Row(name, Format.percent(share.value()), Format.range(share), of));
        }
    }
}
