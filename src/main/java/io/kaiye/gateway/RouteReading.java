package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Suggestions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one route of gateway.yaml. Every problem goes on the list with its place, and a stand-in is
 * used, so that all are found in one go. One thread.
 */
final class RouteReading {
    private static final List<String> FIELDS =
            List.of(
                    "id",
                    "rungs",
                    "target",
                    "audit",
                    "text",
                    "text_pattern",
                    "reply",
                    "labels",
                    "prompt");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}");
    private static final Set<String> REPLY = Set.of("label", "confidence", "text");
    private static final Set<String> PROMPT = Set.of("text", "labels");
    private static final String TEXT_PLACES = "last_user, system, all, message.N";
    private static final double TARGET = 0.95;
    private static final double AUDIT_SHARE = 0.05;
    private static final long AUDIT_SEED = 7;

    /** Local rungs of a route: more make the search for thresholds too coarse. */
    static final int LOCAL_MAX = 5;

    private static final int UPSTREAM_MAX = 5;

    private final JsonNode node;
    private final String place;
    private final Predicate<String> isUpstream;
    private final List<String> problems;

    RouteReading(JsonNode node, String place, Predicate<String> isUpstream, List<String> problems) {
        this.node = node;
        this.place = place;
        this.isUpstream = isUpstream;
        this.problems = problems;
    }

    RouteConfig route() {
        checkFields(node, place, FIELDS);
        List<String> rungs = rungs();
        return new RouteConfig(
                id(),
                rungs.stream().filter(isUpstream.negate()).toList(),
                rungs.stream().filter(isUpstream).toList(),
                target(),
                audit(),
                new ChatText(
                        template("text", "{{last_user}}", ChatText::known, TEXT_PLACES), pattern()),
                template("reply", "{{label}}", REPLY::contains, "label, confidence, text"),
                labels(),
                node.path("prompt").isMissingNode() ? Optional.empty() : Optional.of(prompt()));
    }

    private void checkFields(JsonNode mapping, String where, List<String> fields) {
        if (!mapping.isObject()) {
            problems.add(
                    where
                            + " must be a mapping with the fields "
                            + String.join(", ", fields)
                            + ".");
            return;
        }
        for (String name : (Iterable<String>) mapping::fieldNames) {
            if (!fields.contains(name)) {
                problems.add(
                        where
                                + "."
                                + name
                                + " is not known. "
                                + Suggestions.didYouMean(name, fields)
                                + "There are: "
                                + String.join(", ", fields)
                                + ".");
            }
        }
    }

    private void problem(String field, String what) {
        problems.add(place + "." + field + " " + what + ".");
    }

    private @Nullable String text(String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isValueNode() || value.asText().isBlank()) {
            problem(field, "must be one value that is not blank");
            return null;
        }
        return value.asText();
    }

    private String id() {
        String id = text("id");
        if (id == null) {
            problem("id", "is missing: what callers write as model");
            return "";
        }
        if (!ID.matcher(id).matches()) {
            problem("id", "is '" + id + "'; accepted are 1 to 128 letters, digits and . _ : / @ -");
        }
        return id;
    }

    private List<String> rungs() {
        List<String> rungs = new ArrayList<>();
        for (JsonNode one : node.path("rungs")) {
            rungs.add(one.asText(""));
        }
        long local = rungs.stream().takeWhile(isUpstream.negate()).count();
        long upstream = rungs.stream().filter(isUpstream).count();
        if (!node.path("rungs").isArray() || local == 0 || upstream == 0) {
            problem(
                    "rungs",
                    "must be a list of local models and after them at least one model of the"
                            + " section models, such as [desk, gpt-4o-mini]");
        } else if (local + upstream != rungs.size()) {
            problem("rungs", "must have all local models before the upstream ones");
        }
        if (local > LOCAL_MAX || upstream > UPSTREAM_MAX) {
            problem(
                    "rungs",
                    "has "
                            + local
                            + " local and "
                            + upstream
                            + " upstream models; at most "
                            + LOCAL_MAX
                            + " and "
                            + UPSTREAM_MAX
                            + " are accepted");
        }
        if (Set.copyOf(rungs).size() != rungs.size()) {
            problem("rungs", "has a model twice");
        }
        for (String rung : rungs) {
            if (rung.isBlank() || (rung.contains("@") && !isUpstream.test(rung))) {
                problem(
                        "rungs",
                        "has '"
                                + rung
                                + "'; a local rung is the name of a model, whose champion answers");
            }
        }
        return rungs;
    }

    private double target() {
        String text = text("target");
        return text == null
                ? TARGET
                : share(text)
                        .filter(value -> value > 0 && value < 1)
                        .orElseGet(
                                () -> {
                                    problem(
                                            "target",
                                            "is '"
                                                    + text
                                                    + "'; accepted is a share above 0 and below 1,"
                                                    + " such as 0.95 or 95%");
                                    return TARGET;
                                });
    }

    private RouteConfig.AuditShare audit() {
        JsonNode audit = node.path("audit");
        if (audit.isMissingNode() || audit.isNull()) {
            return new RouteConfig.AuditShare(AUDIT_SHARE, AUDIT_SEED);
        }
        checkFields(audit, place + ".audit", List.of("share", "seed"));
        String written = audit.path("share").asText(Double.toString(AUDIT_SHARE));
        Optional<Double> share = share(written);
        if (share.isEmpty()) {
            problem("audit.share", "is '" + written + "'; accepted is a share such as 5% or 0.05");
        }
        JsonNode seed = audit.path("seed");
        if (!seed.isMissingNode() && !seed.isIntegralNumber()) {
            problem("audit.seed", "is '" + seed.asText() + "'; accepted is a whole number");
        }
        return new RouteConfig.AuditShare(share.orElse(AUDIT_SHARE), seed.asLong(AUDIT_SEED));
    }

    /** "5%" or "0.05", from 0 to 1. */
    private static Optional<Double> share(String written) {
        String trimmed = written.strip();
        boolean percent = trimmed.endsWith("%");
        try {
            BigDecimal number =
                    new BigDecimal(percent ? trimmed.substring(0, trimmed.length() - 1) : trimmed);
            double value = (percent ? number.movePointLeft(2) : number).doubleValue();
            return Optional.of(value).filter(share -> share >= 0 && share <= 1);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private TextTemplate template(
            String field, String otherwise, Predicate<String> known, String places) {
        String written = text(field);
        String text = written == null ? otherwise : written;
        if (text.length() > TextTemplate.CHARACTERS_MAX) {
            problem(field, "has more than " + TextTemplate.CHARACTERS_MAX + " characters");
            return TextTemplate.of(otherwise);
        }
        TextTemplate template = TextTemplate.of(text);
        for (String name : template.unknown(known)) {
            problem(field, "has the place {{" + name + "}}; there are: " + places);
        }
        return template;
    }

    private TextTemplate prompt() {
        TextTemplate prompt = template("prompt", "{{text}}", PROMPT::contains, "text, labels");
        if (!prompt.names().contains("text")) {
            problem("prompt", "has no place {{text}}");
        }
        return prompt;
    }

    private Optional<Pattern> pattern() {
        String written = text("text_pattern");
        if (written == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(written, Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            problem("text_pattern", "is no regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }

    private Map<String, String> labels() {
        JsonNode labels = node.path("labels");
        Map<String, String> words = new TreeMap<>();
        if (labels.isMissingNode() || labels.isNull()) {
            return words;
        }
        if (!labels.isObject()) {
            problem("labels", "must be a mapping from the upstream's words to labels");
            return words;
        }
        labels.properties()
                .forEach(
                        entry -> {
                            String word = entry.getKey().strip().toLowerCase(Locale.ROOT);
                            String label = entry.getValue().asText("");
                            if (word.isEmpty() || label.isBlank()) {
                                problem("labels", "has a word or a label that is blank");
                            } else if (words.put(word, label.strip()) != null) {
                                problem("labels", "has '" + word + "' twice, but for case");
                            }
                        });
        return words;
    }
}
