package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

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
    private static final Set<String> REPLY = Set.of("label", "confidence", "text");
    private static final Set<String> PROMPT = Set.of("text", "labels");
    private static final String TEXT_PLACES = "last_user, system, all, message.N";
    private static final double TARGET = 0.95;
    private static final double AUDIT_SHARE = 0.05;
    private static final int AUDIT_SEED = 7;

    /** Local rungs of a route: more make the search for thresholds too coarse. */
    static final int LOCAL_MAX = 5;

    private static final int UPSTREAM_MAX = 5;

    private final String place;
    private final YamlEntry entry;
    private final Predicate<String> isUpstream;
    private final List<String> problems;

    RouteReading(JsonNode node, String place, Predicate<String> isUpstream, List<String> problems) {
        this.place = place;
        this.entry = new YamlEntry(node, place, problems, FIELDS);
        this.isUpstream = isUpstream;
        this.problems = problems;
    }

    RouteConfig route() {
        List<String> rungs = rungs();
        return new RouteConfig(
                GatewayFile.id(entry),
                rungs.stream().filter(isUpstream.negate()).toList(),
                rungs.stream().filter(isUpstream).toList(),
                target(),
                audit(),
                new ChatText(
                        template("text", "{{last_user}}", ChatText::known, TEXT_PLACES), pattern()),
                template("reply", "{{label}}", REPLY::contains, "label, confidence, text"),
                labels(),
                entry.has("prompt") ? Optional.of(prompt()) : Optional.empty());
    }

    private List<String> rungs() {
        List<String> rungs = entry.texts("rungs");
        long local = rungs.stream().takeWhile(isUpstream.negate()).count();
        long upstream = rungs.stream().filter(isUpstream).count();
        if (local == 0 || upstream == 0) {
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
            if (rung.contains("@") && !isUpstream.test(rung)) {
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
        String text = entry.text("target", Double.toString(TARGET));
        Optional<Double> share = share(text).filter(value -> value > 0 && value < 1);
        if (share.isEmpty() && !text.isEmpty()) {
            problem(
                    "target",
                    "is '"
                            + text
                            + "'; accepted is a share above 0 and below 1, such as 0.95 or 95%");
        }
        return share.orElse(TARGET);
    }

    private RouteConfig.AuditShare audit() {
        Optional<JsonNode> written = entry.mapping("audit");
        if (written.isEmpty()) {
            return new RouteConfig.AuditShare(AUDIT_SHARE, AUDIT_SEED);
        }
        YamlEntry audit =
                new YamlEntry(written.get(), place + ".audit", problems, List.of("share", "seed"));
        String text = audit.text("share", Double.toString(AUDIT_SHARE));
        Optional<Double> share = share(text);
        if (share.isEmpty() && !text.isEmpty()) {
            audit.problem("share", "is '" + text + "'; accepted is a share such as 5% or 0.05");
        }
        return new RouteConfig.AuditShare(
                share.orElse(AUDIT_SHARE),
                audit.whole("seed", AUDIT_SEED, Integer.MIN_VALUE, Integer.MAX_VALUE));
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

    private void problem(String field, String what) {
        entry.problem(field, what);
    }

    private TextTemplate template(
            String field, String otherwise, Predicate<String> known, String places) {
        String text = entry.text(field, otherwise);
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
        if (!entry.has("text_pattern")) {
            return Optional.empty();
        }
        String written = entry.text("text_pattern", "");
        try {
            return Optional.of(Pattern.compile(written, Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            problem("text_pattern", "is no regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }

    private Map<String, String> labels() {
        Map<String, String> words = new TreeMap<>();
        JsonNode labels = entry.mapping("labels").orElse(null);
        if (labels == null) {
            return words;
        }
        if (!labels.isObject()) {
            problem("labels", "must be a mapping from the upstream's words to labels");
            return words;
        }
        labels.properties()
                .forEach(
                        pair -> {
                            String word = pair.getKey().strip().toLowerCase(Locale.ROOT);
                            boolean single = pair.getValue().isValueNode();
                            String label = single ? pair.getValue().asText("") : "";
                            if (word.isEmpty() || label.isBlank()) {
                                problem("labels", "has a word or a label that is blank");
                            } else if (words.put(word, label.strip()) != null) {
                                problem("labels", "has '" + word + "' twice, but for case");
                            }
                        });
        return words;
    }
}
