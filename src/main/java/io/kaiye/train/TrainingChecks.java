package io.kaiye.train;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Refuses, before any work, what cannot be trained; every problem is named at once. */
final class TrainingChecks {
    static final int ROWS_MIN = 10;
    static final int LABELS_MAX = 10_000;
    private static final int SHOWN_MAX = 5;

    private TrainingChecks() {}

    /**
     * Checks the settings, then the data.
     *
     * @throws KaiyeException INVALID_ARGUMENT or INVALID_DATA
     */
    static void check(TrainingRequest request) {
        refuse(ErrorCode.INVALID_ARGUMENT, settingProblems(request));
        refuse(ErrorCode.INVALID_ARGUMENT, List.of(ScopeChecks.labelProblem(request)));
        refuse(ErrorCode.INVALID_DATA, dataProblems(request));
        refuse(ErrorCode.INVALID_DATA, List.of(TeacherChecks.labelProblem(request)));
    }

    private static List<String> settingProblems(TrainingRequest request) {
        List<String> problems = new ArrayList<>();
        problems.add(Recipes.problem(request.recipe()));
        problems.add(TeacherChecks.settingProblem(request));
        problems.add(apartProblem(request));
        if (Recipes.problem(request.recipe()).isEmpty()) {
            problems.add(SettingUse.problem(request.recipe(), request.tuning()));
        }
        problems.add(targetProblem(request.target()));
        problems.add(ScopeChecks.settingProblem(request));
        if (request.budget().compareTo(Duration.ZERO) <= 0) {
            problems.add(
                    "The budget is "
                            + request.budget().toSeconds()
                            + " s; give a time above zero, such as --budget 10m.");
        }
        return problems;
    }

    private static String apartProblem(TrainingRequest request) {
        if (request.apart() && request.tuning().seeds() > 1) {
            return "What "
                    + request.tuning().seeds()
                    + " seeds learn is joined in one graph and cannot be kept apart from the base;"
                    + " leave out --apart or --seeds.";
        }
        return request.apart() && !request.recipe().equals(TuneKind.LOW_RANK.word())
                ? "Only the recipe lora learns something that can be kept apart from the base, but"
                        + " the recipe is "
                        + request.recipe()
                        + ". Add --recipe lora, or leave --apart out."
                : "";
    }

    private static String targetProblem(OptionalDouble target) {
        if (target.isEmpty() || (target.getAsDouble() > 0 && target.getAsDouble() < 1)) {
            return "";
        }
        double value = target.getAsDouble();
        String meant =
                value > 1 && value < 100
                        ? String.format(Locale.ROOT, " Did you mean %s?", number(value / 100))
                        : "";
        return "The target is "
                + number(value)
                + "; accepted are shares above 0 and below 1, such as --target 0.93."
                + meant;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.valueOf(Math.round(value * 1e6) / 1e6);
    }

    private static List<String> dataProblems(TrainingRequest request) {
        Dataset dataset = request.dataset();
        Map<String, Integer> counts = counts(dataset.train());
        Set<String> known = new HashSet<>(counts.keySet());
        request.scope().label().ifPresent(known::add);
        int rows = dataset.train().size();
        String name = dataset.version().name();
        List<String> problems = new ArrayList<>();
        if (rows < ROWS_MIN) {
            problems.add(
                    name
                            + " has "
                            + rows
                            + " training rows; at least "
                            + ROWS_MIN
                            + " are needed. Add rows and import again.");
        }
        if (counts.size() == 1) {
            problems.add(
                    name
                            + " has only the label "
                            + listed(counts.keySet())
                            + "; a classifier needs at least two. Is the right column named with"
                            + " --label?");
        } else if (counts.size() > LABELS_MAX || rows < 2L * counts.size()) {
            problems.add(tooManyLabels(name, counts.size(), rows));
        }
        problems.add(unknownLabels(name, "valid", dataset.valid(), known));
        problems.add(unknownLabels(name, "test", dataset.test(), known));
        return problems;
    }

    private static String tooManyLabels(String name, int labels, int rows) {
        return name
                + " has "
                + labels
                + " labels in "
                + rows
                + " training rows; at most "
                + LABELS_MAX
                + " labels and one for every two rows can be learnt. Is the label column an id or"
                + " free text? Name another with --label.";
    }

    private static String unknownLabels(
            String name, String split, List<Example> rows, Set<String> known) {
        Set<String> unknown = new TreeSet<>(counts(rows).keySet());
        unknown.removeAll(new HashSet<>(known));
        return unknown.isEmpty()
                ? ""
                : "The "
                        + split
                        + " split of "
                        + name
                        + " has "
                        + unknown.size()
                        + (unknown.size() == 1 ? " label" : " labels")
                        + " without a training row: "
                        + listed(unknown)
                        + ". Add training rows for them or take them out, and import again; where"
                        + " they are out of scope, name their label with --out-of-scope.";
    }

    private static Map<String, Integer> counts(List<Example> rows) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Example row : rows) {
            counts.merge(row.label(), 1, Integer::sum);
        }
        return counts;
    }

    private static String listed(Collection<String> labels) {
        String shown =
                String.join(
                        ", ", labels.stream().limit(SHOWN_MAX).map(l -> '"' + l + '"').toList());
        return labels.size() <= SHOWN_MAX ? shown : shown + ", …";
    }

    private static void refuse(ErrorCode code, List<String> problems) {
        List<String> found = problems.stream().filter(problem -> !problem.isEmpty()).toList();
        if (!found.isEmpty()) {
            throw new KaiyeException(code, String.join(" ", found));
        }
    }
}
