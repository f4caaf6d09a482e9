package io.kaiye.registry;

import static io.kaiye.registry.CardText.code;
import static io.kaiye.registry.CardText.markdown;
import static io.kaiye.registry.CardText.percent;

import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.ScopeEvaluation;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ScopeRule;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a card says of "none of these". */
final class CardScope {
    private CardScope() {}

    /** A table of what was measured; empty for a version that always gives a class. */
    static String quality(ModelVersion version) {
        StringBuilder out = new StringBuilder();
        version.metrics()
                .forEach(
                        (split, quality) ->
                                quality.scope().ifPresent(scope -> out.append(row(split, scope))));
        return out.isEmpty()
                ? ""
                : "Texts out of scope. Kept: answered with a class. Recall: answered \"none of"
                        + " these\". AUROC: how well the score alone tells the two apart.\n\n"
                        + "| split | in scope | right | kept | out of scope | recall | AUROC |\n"
                        + "|---|---|---|---|---|---|---|\n"
                        + out
                        + "\n";
    }

    /** A line for the section of limits. */
    static String limit(ModelInfo info) {
        ScopeRule rule = info.scope();
        if (rule == null) {
            return "- It knows only the classes above: a text that fits none of them still gets"
                    + " one, unless a class was trained for that.";
        }
        return String.format(
                Locale.ROOT,
                "- It answers \"none of these\" where the %s is below %.6g%s (%s in %s). The"
                        + " threshold was put on %s: %d rows in scope, %d out of scope. Texts far"
                        + " from both may still get a class.",
                rule.score().word(),
                rule.threshold(),
                ofClass(rule.label(), info),
                code("scope"),
                code(Manifest.INFO),
                markdown(rule.fit().rows()),
                rule.fit().inScope(),
                rule.fit().outOfScope());
    }

    private static String ofClass(@Nullable String label, ModelInfo info) {
        return label != null && info.labels().contains(label)
                ? " or " + code(label) + " ranks first"
                : "";
    }

    private static String row(String split, ScopeEvaluation scope) {
        return "| "
                + String.join(
                        " | ",
                        markdown(split),
                        String.valueOf(scope.inScopeRows()),
                        share(scope.inScopeAccuracy()),
                        share(scope.inScopeKept()),
                        String.valueOf(scope.outOfScopeRows()),
                        share(scope.outOfScopeRecall()),
                        share(scope.auroc()))
                + " |\n";
    }

    private static String share(@Nullable Interval interval) {
        return interval == null ? "–" : percent(interval);
    }
}
