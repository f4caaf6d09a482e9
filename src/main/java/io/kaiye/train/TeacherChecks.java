package io.kaiye.train;

import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with a teacher, or with its absence; empty if nothing. */
final class TeacherChecks {
    private static final int SHOWN_MAX = 5;

    private TeacherChecks() {}

    static String settingProblem(TrainingRequest request) {
        boolean distil = request.recipe().equals(TuneKind.DISTIL.word());
        if (request.teacher().isEmpty()) {
            return distil
                    ? "The recipe distil learns from a model that is there already; name it with"
                            + " --teacher MODEL."
                    : "";
        }
        if (!distil) {
            return "A teacher is given, but the recipe is "
                    + request.recipe()
                    + "; only distil learns from one: --recipe distil.";
        }
        ModelInfo info = ModelFolder.readInfo(request.teacher().get().folder());
        boolean whole = info.kind() == ModelKind.NEURAL && isFloat(info);
        return whole || request.base().isPresent() ? "" : noLayers(request, info);
    }

    private static boolean isFloat(ModelInfo info) {
        return info.precision().equals(ModelInfo.FLOAT32);
    }

    private static String what(ModelInfo info) {
        return switch (info.kind()) {
            case LINEAR -> "linear";
            case ADAPTER -> "an adapter";
            case BLEND -> "a blend";
            case NEURAL -> info.precision();
        };
    }

    private static String noLayers(TrainingRequest request, ModelInfo info) {
        return "The teacher "
                + request.teacher().map(Teacher::reference).orElse("")
                + " is "
                + what(info)
                + " and gives no layers to begin with; say what is to learn from it with --base,"
                + " such as --base all-MiniLM-L6-v2.";
    }

    static String labelProblem(TrainingRequest request) {
        Optional<Teacher> teacher = request.teacher();
        if (teacher.isEmpty()) {
            return "";
        }
        List<String> taught = ModelFolder.readInfo(teacher.get().folder()).labels();
        TreeSet<String> onlyTeacher = new TreeSet<>(taught);
        TreeSet<String> onlyData = new TreeSet<>();
        request.dataset().train().forEach(row -> onlyData.add(row.label()));
        TreeSet<String> both = new TreeSet<>(onlyData);
        both.retainAll(onlyTeacher);
        onlyTeacher.removeAll(both);
        onlyData.removeAll(both);
        if (onlyTeacher.isEmpty() && onlyData.isEmpty()) {
            return "";
        }
        return "The teacher "
                + teacher.get().reference()
                + " and the data have other labels"
                + only("the teacher", onlyTeacher)
                + only("the data", onlyData)
                + ". Take a teacher that was trained on the same labels.";
    }

    private static String only(String side, Set<String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        List<String> shown = labels.stream().limit(SHOWN_MAX).map(l -> '"' + l + '"').toList();
        return "; only "
                + side
                + " has "
                + String.join(", ", shown)
                + (labels.size() > SHOWN_MAX ? ", …" : "");
    }
}
