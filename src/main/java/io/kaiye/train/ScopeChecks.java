package io.kaiye.train;

import io.kaiye.base.Suggestions;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.evaluate.ScopeFit;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is wrong with a request to say "none of these"; empty if nothing. */
final class ScopeChecks {
    private static final int LABELS_SHOWN = 10;

    private ScopeChecks() {}

    static String settingProblem(TrainingRequest request) {
        OptionalDouble keptMin = request.scope().keptMin();
        if (keptMin.isEmpty() || (keptMin.getAsDouble() > 0 && keptMin.getAsDouble() < 1)) {
            return "";
        }
        double value = keptMin.getAsDouble();
        return "The share to keep in scope is "
                + value
                + "; accepted are shares above 0 and below 1, such as --in-scope-kept 0.95."
                + (value > 1 && value < 100 ? " Did you mean " + value / 100 + "?" : "");
    }

    /** A label that no row has. */
    static String labelProblem(TrainingRequest request) {
        if (request.scope().label().isEmpty()) {
            return "";
        }
        String label = request.scope().label().get();
        Dataset dataset = request.dataset();
        TreeSet<String> labels = new TreeSet<>();
        Stream.of(dataset.train(), dataset.valid(), dataset.test())
                .flatMap(List::stream)
                .map(Example::label)
                .forEach(labels::add);
        return labels.contains(label)
                ? ""
                : "No row of "
                        + dataset.version().name()
                        + " has the label \""
                        + label
                        + "\" that --out-of-scope names. "
                        + Suggestions.didYouMean(label, labels)
                        + "Its labels: "
                        + Suggestions.list(List.copyOf(labels), LABELS_SHOWN)
                        + ".";
    }

    /** Too few held-out rows to put a threshold by. */
    static String rowsProblem(ScopeRequest scope, int inScope, int outOfScope, String source) {
        int inNeeded = ScopeFit.inScopeNeeded(scope.keptMin());
        if (inScope < inNeeded) {
            return "The threshold of \"none of these\" is put on held-out rows ("
                    + source
                    + "); "
                    + inScope
                    + " of them are in scope, "
                    + inNeeded
                    + " are needed"
                    + (inNeeded > ScopeFit.IN_SCOPE_MIN
                            ? " to keep "
                                    + scope.keptMin().getAsDouble()
                                    + " of them. Add rows, or keep a smaller share."
                            : ". Add rows and import again.");
        }
        if (scope.keptMin().isEmpty() && outOfScope < ScopeFit.OUT_OF_SCOPE_MIN) {
            return "The threshold of \"none of these\" is put on held-out rows ("
                    + source
                    + "); "
                    + outOfScope
                    + " of them are out of scope (\""
                    + scope.label().orElse("")
                    + "\"), "
                    + ScopeFit.OUT_OF_SCOPE_MIN
                    + " are needed. Add such rows, or say how many rows in scope to keep:"
                    + " --in-scope-kept 0.95.";
        }
        return "";
    }
}
