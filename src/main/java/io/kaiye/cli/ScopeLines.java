package io.kaiye.cli;

import io.kaiye.evaluate.ScopeEvaluation;
import io.kaiye.model.ScopeRule;
import io.kaiye.registry.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How "none of these" is said on the terminal. */
final class ScopeLines {
    /** Stands where a label would. */
    static final String NONE = "none of these";

    private ScopeLines() {}

    /**
     * "in scope 91.0% right (88.2–93.2), 96.1% kept (94.1–97.4); out of scope 83.3% found
     * (64.1–93.3)".
     */
    static String said(ScopeEvaluation scope) {
        List<String> parts = new ArrayList<>();
        if (scope.inScopeAccuracy() != null && scope.inScopeKept() != null) {
            parts.add(
                    "in scope "
                            + Results.interval(scope.inScopeAccuracy())
                            + " right, "
                            + Results.interval(scope.inScopeKept())
                            + " kept");
        }
        if (scope.outOfScopeRecall() != null) {
            parts.add("out of scope " + Results.interval(scope.outOfScopeRecall()) + " found");
        }
        return String.join("; ", parts);
    }

    /** What a version's page says of one that may say "none of these"; nothing of others. */
    static List<String> of(ModelVersion version) {
        ScopeRule rule = version.info().scope();
        List<String> lines = new ArrayList<>();
        if (rule != null) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  %s where the %s is below %.4g%s",
                            NONE,
                            rule.score().word(),
                            rule.threshold(),
                            rule.place(version.info().labels()) < 0
                                    ? ""
                                    : " or the best label is " + rule.label()));
        }
        version.metrics()
                .forEach(
                        (split, quality) ->
                                quality.scope()
                                        .ifPresent(
                                                scope ->
                                                        lines.add(
                                                                "  "
                                                                        + split
                                                                        + "  "
                                                                        + said(scope))));
        return lines;
    }

    /** What training says of a model that may say "none of these"; nothing of others. */
    static List<String> of(TrainOutcome outcome) {
        ScopeEvaluation valid = outcome.trained().valid().scope();
        if (valid == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("  " + NONE + ": " + rule(valid));
        lines.add("    valid  " + said(valid));
        outcome.test()
                .map(test -> test.evaluation().scope())
                .ifPresent(test -> lines.add("    test   " + said(test)));
        return lines;
    }

    /** "none of these: confidence below 0.4310, or the class oos". */
    static String rule(ScopeEvaluation scope) {
        return scope.threshold() == null
                ? "no threshold"
                : String.format(
                        Locale.ROOT, "%s below %.4g", scope.score().word(), scope.threshold());
    }
}
