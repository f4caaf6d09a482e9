package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Evaluation;
import io.kaiye.evaluate.ScopeEvaluation;
import io.kaiye.evaluate.ScopeRows;
import io.kaiye.evaluate.Temperature;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ScopeRule;
import io.kaiye.model.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows to measure a model on, some of which may be out of its scope.
 *
 * @param all every row
 * @param outside for each whether it is out of scope and no class that the model may answer
 * @param label whose class stands for what is out of scope: the version's own, or the one that was
 *     named where the version has no rule
 */
record ScopedRows(
        ModelInfo info, List<Example> all, List<Boolean> outside, Optional<String> label) {

    private static final int LABELS_SHOWN = 10;

    /**
     * Rows as a version sees them.
     *
     * @param named label of rows out of scope, beside what the version says itself
     */
    static ScopedRows of(ModelInfo info, List<Example> rows, Optional<String> named) {
        ScopeRule rule = info.scope();
        Optional<String> label = rule == null ? named : Optional.ofNullable(rule.label());
        boolean isClass = label.filter(info.labels()::contains).isPresent();
        List<Boolean> outside = new ArrayList<>();
        for (Example row : rows) {
            boolean own = label.filter(row.label()::equals).isPresent();
            boolean other = named.filter(row.label()::equals).isPresent();
            outside.add(own ? !isClass : other);
        }
        return new ScopedRows(info, rows, List.copyOf(outside), label);
    }

    /**
     * Refuses a label that none of the rows has.
     *
     * @param rowsAre for the message: "Split test of desk"
     */
    static void checkLabel(@Nullable String named, List<Example> rows, String rowsAre) {
        TreeSet<String> labels = new TreeSet<>();
        rows.forEach(row -> labels.add(row.label()));
        if (named == null || rows.isEmpty() || labels.contains(named)) {
            return;
        }
        throw new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                rowsAre
                        + " has no row with the label \""
                        + named
                        + "\" that --out-of-scope names. "
                        + Suggestions.didYouMean(named, labels)
                        + "Its labels: "
                        + Suggestions.list(List.copyOf(labels), LABELS_SHOWN)
                        + ".");
    }

    /** Rows whose label the model may answer. */
    List<Example> known() {
        return keep(all);
    }

    /** What to compute: the threshold may be on the scores. */
    Want want() {
        return asked() ? Want.LOGITS : Want.PROBABILITIES;
    }

    /** Those of {@link #known}, from what was computed for all rows. */
    float[][] probabilities(float[][] computed) {
        float[][] kept = keep(List.of(computed)).toArray(float[][]::new);
        return asked() ? Temperature.apply(kept, info.temperature()) : kept;
    }

    /** The evaluation of the known rows with that of the scope, if the model has one. */
    Evaluation measured(Evaluation known, float[][] computed) {
        if (!asked()) {
            return known;
        }
        int[] truth = new int[all.size()];
        for (int row = 0; row < truth.length; row++) {
            truth[row] =
                    outside.get(row)
                            ? ScopeRows.OUTSIDE
                            : info.labels().indexOf(all.get(row).label());
        }
        ScopeRows rows = new ScopeRows(info.labels(), truth, computed, info.temperature(), label);
        ScopeRule rule = info.scope();
        return known.withScope(
                rule == null ? ScopeEvaluation.of(rows) : ScopeEvaluation.of(rows, rule));
    }

    private boolean asked() {
        return info.scope() != null || label.isPresent();
    }

    private <T> List<T> keep(List<T> ofEveryRow) {
        List<T> kept = new ArrayList<>();
        for (int row = 0; row < all.size(); row++) {
            if (!outside.get(row)) {
                kept.add(ofEveryRow.get(row));
            }
        }
        return kept;
    }
}
