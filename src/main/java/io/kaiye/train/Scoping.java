package io.kaiye.train;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Example;
import io.kaiye.evaluate.ScopeEvaluation;
import io.kaiye.evaluate.ScopeFit;
import io.kaiye.evaluate.ScopeRows;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ScopeRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Teaches a trained model to say "none of these", whatever the recipe: the threshold is put on
 * held-out scores, after the temperature. For one thread.
 *
 * @param outside held-out rows out of scope that are no class of the model; no recipe sees them
 */
record Scoping(ScopeRequest scope, List<Example> outside, TrainingContext context, String source) {

    /** A model with its rule, and how well that does on the held-out rows. */
    record Ruled(ScopeRule rule, ModelInfo info, ScopeEvaluation measured) {}

    /**
     * Checks that there are rows enough.
     *
     * @throws KaiyeException INVALID_DATA saying how many are needed
     */
    static Scoping of(TrainingRequest request, TrainingContext context) {
        ScopeRequest scope = request.scope();
        List<Example> outside = outside(request.dataset().valid(), scope, context.labels());
        String source = Climber.heldOutSource(request);
        if (scope.wanted()) {
            int ofClass = (int) context.heldOut().stream().filter(row -> named(scope, row)).count();
            String problem =
                    ScopeChecks.rowsProblem(
                            scope,
                            context.heldOut().size() - ofClass,
                            outside.size() + ofClass,
                            source);
            if (!problem.isEmpty()) {
                throw new KaiyeException(ErrorCode.INVALID_DATA, problem);
            }
        }
        return new Scoping(scope, outside, context, source);
    }

    /** The rows that recipes may see: not those out of scope that are no class of the model. */
    static List<Example> inside(
            List<Example> rows, ScopeRequest scope, Collection<String> classes) {
        return outside(rows, scope, classes).isEmpty()
                ? rows
                : rows.stream().filter(row -> !named(scope, row)).toList();
    }

    /** The rule of a model that was written; empty if none was asked for. */
    Optional<Ruled> apply(Rung rung, Path folder, ModelInfo written) {
        if (!scope.wanted()) {
            return Optional.empty();
        }
        ScopeRows rows =
                outside.isEmpty()
                        ? rows(context.heldOut(), rung.scores(), rung)
                        : scored(rung, folder);
        ScopeRule rule = ScopeFit.fit(rows, scope.keptMin(), source);
        ScopeEvaluation measured = ScopeEvaluation.of(rows, rule);
        note(rule);
        return Optional.of(
                new Ruled(rule, ModelFolder.writeInfo(folder, written.withScope(rule)), measured));
    }

    /** What the provenance keeps of a rule. */
    Map<String, Object> settings(ScopeRule rule) {
        Map<String, Object> settings = new LinkedHashMap<>();
        scope.label().ifPresent(label -> settings.put("outOfScope", label));
        scope.keptMin().ifPresent(kept -> settings.put("inScopeKept", kept));
        settings.put("scopeScore", rule.score().word());
        settings.put("scopeThreshold", rule.threshold());
        return settings;
    }

    /** No recipe scored the rows outside, so the written model scores all; it was not refitted. */
    private ScopeRows scored(Rung rung, Path folder) {
        List<Example> all = new ArrayList<>(context.heldOut());
        all.addAll(outside);
        List<String> texts = all.stream().map(Example::text).toList();
        try (Model model = context.engine().open(folder)) {
            return rows(all, context.engine().logitsAll(model, texts, context.progress()), rung);
        }
    }

    private ScopeRows rows(List<Example> examples, float[][] scores, Rung rung) {
        return new ScopeRows(
                context.labels(),
                context.labelsOf(examples),
                scores,
                rung.temperature(),
                scope.label());
    }

    private void note(ScopeRule rule) {
        ScopeRule.Fit fit = rule.fit();
        double keptMin = scope.keptMin().orElse(0);
        if (fit.kept() < keptMin * fit.inScope()) {
            context.progress()
                    .note(
                            String.format(
                                    Locale.ROOT,
                                    "Only %.1f%% of the held-out rows in scope are kept, not"
                                            + " %.1f%%: the class \"%s\" alone takes the others.",
                                    100.0 * fit.kept() / fit.inScope(),
                                    100 * keptMin,
                                    rule.label()));
        }
    }

    private static List<Example> outside(
            List<Example> rows, ScopeRequest scope, Collection<String> classes) {
        return scope.label().filter(classes::contains).isPresent()
                ? List.of()
                : rows.stream().filter(row -> named(scope, row)).toList();
    }

    private static boolean named(ScopeRequest scope, Example row) {
        return scope.label().filter(row.label()::equals).isPresent();
    }
}
