package io.kaiye.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.base.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a cleaning plan, and finds every problem of it at once. One thread. */
final class CleanPlanFile {
    private static final int STEPS_MAX = 100;
    private static final int SEED = 7;
    private static final int SEED_MAX = 1_000_000;
    private static final int NEIGHBOURS_MAX = 100;
    private static final String COLUMNS = "columns: [Age, Fare]";
    private static final List<String> KINDS =
            List.of("missing", "outliers", "scale", "encode", "text", "duplicates");

    private final String plan;
    private final Map<String, Integer> lines;
    private final List<String> problems = new ArrayList<>();

    private CleanPlanFile(String plan, Map<String, Integer> lines) {
        this.plan = plan;
        this.lines = lines;
    }

    static CleanPlan read(Path file) {
        JsonNode root = Yaml.read(file);
        return new CleanPlanFile(file.toString(), Yaml.lines(file)).plan(root);
    }

    /**
     * A plan that a version remembers.
     *
     * @param name what messages call it
     * @param written its steps
     */
    static CleanPlan stored(String name, Object written) {
        JsonNode root = Json.mapper().valueToTree(Map.of("steps", written));
        return new CleanPlanFile(name, Map.of()).plan(root);
    }

    private CleanPlan plan(JsonNode root) {
        List<CleanStep> steps = steps(root);
        if (!problems.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    plan + " cannot be used:\n  " + String.join("\n  ", problems));
        }
        List<Object> written = new ArrayList<>();
        root.get("steps").forEach(step -> written.add(Json.mapper().convertValue(step, Map.class)));
        return new CleanPlan(plan, steps, written, Optional.empty());
    }

    private List<CleanStep> steps(JsonNode root) {
        CleanFields top = new CleanFields(root, "", lines, problems);
        JsonNode list = root.path("steps");
        top.only(List.of("steps"));
        if (!list.isArray() || list.isEmpty() || list.size() > STEPS_MAX) {
            top.problem("steps", "steps must be a list of 1 to " + STEPS_MAX + " steps.");
            return List.of();
        }
        List<CleanStep> steps = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            step(list.get(i), "/steps/" + i, i + 1, steps);
        }
        return steps;
    }

    private void step(JsonNode node, String pointer, int number, List<CleanStep> steps) {
        String kind = node.size() == 1 && node.isObject() ? node.fieldNames().next() : "";
        CleanFields outer = new CleanFields(node, pointer, lines, problems);
        if (!KINDS.contains(kind)) {
            outer.problem(
                    kind,
                    "a step is one of "
                            + String.join(", ", KINDS)
                            + " with its fields"
                            + (kind.isEmpty() ? "" : "; this is '" + kind + "'")
                            + ". "
                            + Suggestions.didYouMean(kind, KINDS).strip());
            return;
        }
        JsonNode inside = node.get(kind);
        if (!inside.isObject() && !inside.isNull()) {
            outer.problem(kind, kind + " must have fields, such as {" + COLUMNS + "}.");
            return;
        }
        CleanFields fields = new CleanFields(inside, pointer + "/" + kind, lines, problems);
        CleanStep.Place place =
                new CleanStep.Place(plan, lines.isEmpty() ? 0 : outer.line(kind), number);
        int before = problems.size();
        CleanStep step =
                switch (kind) {
                    case "missing" -> missing(fields, place);
                    case "outliers" -> outliers(fields, place);
                    case "scale" -> scale(fields, place);
                    case "encode" -> encode(fields, place);
                    case "text" -> text(fields, place);
                    default -> duplicates(fields, place);
                };
        if (problems.size() == before) {
            steps.add(step);
        }
    }

    private static CleanStep missing(CleanFields fields, CleanStep.Place place) {
        List<String> methods = new ArrayList<>(StepWords.words(MissingStep.Method.values()));
        methods.addAll(List.of("linear", "nearest"));
        String method = fields.choice("method", null, methods);
        List<String> columns = fields.someWords("columns", COLUMNS);
        switch (method) {
            case "linear" -> {
                fields.only(List.of("columns", "method", "order_by", "within"));
                return new LinearStep(
                        place, columns, fields.text("order_by", null), fields.words("within"));
            }
            case "nearest" -> {
                fields.only(List.of("columns", "method", "by", "neighbours", "seed"));
                return new NearestStep(
                        place,
                        columns,
                        fields.someWords("by", "by: [Fare, Pclass]"),
                        fields.whole("neighbours", 5, 1, NEIGHBOURS_MAX),
                        fields.whole("seed", SEED, 0, SEED_MAX));
            }
            case "constant" -> {
                fields.only(List.of("columns", "method", "value"));
                return new MissingStep(
                        place, columns, MissingStep.Method.CONSTANT, fields.text("value", null));
            }
            default -> {
                fields.only(List.of("columns", "method"));
                return new MissingStep(
                        place, columns, choice(MissingStep.Method.values(), method), "");
            }
        }
    }

    private static CleanStep outliers(CleanFields fields, CleanStep.Place place) {
        String method =
                fields.choice("method", null, List.of("z-score", "iqr", "isolation-forest"));
        List<String> columns = fields.someWords("columns", COLUMNS);
        if (method.equals("isolation-forest")) {
            fields.only(List.of("columns", "method", "action", "share", "into", "seed"));
            return new ForestStep(
                    place,
                    columns,
                    fields.choice("action", null, List.of("drop", "flag")).equals("flag"),
                    fields.number(
                            "share",
                            0.01,
                            share -> share > 0 && share <= 0.5,
                            "shares of train above 0 up to 0.5"),
                    fields.text("into", "outlier"),
                    fields.whole("seed", SEED, 0, SEED_MAX));
        }
        fields.only(List.of("columns", "method", "action", "factor"));
        String action = fields.choice("action", null, StepWords.words(OutlierStep.Action.values()));
        boolean quartiles = method.equals("iqr");
        return new OutlierStep(
                place,
                columns,
                quartiles,
                choice(OutlierStep.Action.values(), action),
                fields.number(
                        "factor",
                        quartiles ? 1.5 : 3,
                        factor -> factor > 0 && factor <= 1000,
                        "numbers above 0 up to 1000"));
    }

    private static CleanStep scale(CleanFields fields, CleanStep.Place place) {
        fields.only(List.of("columns", "method"));
        String method = fields.choice("method", null, StepWords.words(ScaleStep.Method.values()));
        return new ScaleStep(
                place,
                fields.someWords("columns", COLUMNS),
                choice(ScaleStep.Method.values(), method));
    }

    private static CleanStep encode(CleanFields fields, CleanStep.Place place) {
        boolean oneHot =
                fields.choice("method", null, List.of("one-hot", "ordinal")).equals("one-hot");
        fields.only(oneHot ? List.of("columns", "method") : List.of("columns", "method", "order"));
        return new EncodeStep(
                place,
                fields.someWords("columns", "columns: [Sex]"),
                oneHot,
                fields.words("order"));
    }

    private static CleanStep text(CleanFields fields, CleanStep.Place place) {
        fields.only(List.of("columns", "do", "stop_words", "empty"));
        List<TextChange> changes =
                fields.choices("do", TextChange.words(), "do: [html, nfkc, white-space]").stream()
                        .map(word -> choice(TextChange.values(), word))
                        .toList();
        boolean stops = changes.contains(TextChange.STOP_WORDS);
        if (stops != fields.has("stop_words")) {
            fields.problem(
                    "stop_words",
                    stops
                            ? "stop_words is missing; write en, zh or a list of words."
                            : "stop_words is there, but stop-words is not in do.");
        }
        return new TextStep(
                place,
                fields.someWords("columns", "columns: [text]"),
                changes,
                fields.words("stop_words"),
                fields.choice("empty", "drop", List.of("drop", "missing")).equals("missing"));
    }

    private static CleanStep duplicates(CleanFields fields, CleanStep.Place place) {
        fields.only(List.of("columns", "scope"));
        return new DuplicateStep(
                place,
                fields.words("columns"),
                fields.choice("scope", "split", List.of("split", "all")).equals("all"));
    }

    /** The first choice where the word is none, which was said before. */
    private static <E extends Enum<E>> E choice(E[] choices, String word) {
        for (E choice : choices) {
            if (StepWords.word(choice).equals(word)) {
                return choice;
            }
        }
        return choices[0];
    }
}
