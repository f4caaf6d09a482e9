package io.kaiye.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A route as gateway.yaml has it. Never changed once read; safe for threads.
 *
 * @param id what callers write as model
 * @param local models asked in order, by name: their champion answers
 * @param upstream models, by id: the first answers what no local one does, the others stand in for
 *     it
 * @param target quality that the route must have, above 0 and below 1
 * @param audit which locally accepted answers the upstream is asked for as well
 * @param text how to take the text out of a chat call
 * @param reply how to put a label into a chat answer
 * @param labels words of the upstream, lower case and trimmed, and the label that each means
 * @param prompt the message that asks the upstream for the label of a text
 */
public record RouteConfig(
        String id,
        List<String> local,
        List<String> upstream,
        double target,
        AuditShare audit,
        ChatText text,
        TextTemplate reply,
        Map<String, String> labels,
        Optional<TextTemplate> prompt) {
    public RouteConfig {
        local = List.copyOf(local);
        upstream = List.copyOf(upstream);
        labels = Map.copyOf(labels);
    }

    /**
     * Which answers are audited.
     *
     * @param share 0 to 1
     */
    public record AuditShare(double share, long seed) {}

    /** The label that an upstream's reply means. */
    public String label(String said) {
        String trimmed = said.strip();
        return labels.getOrDefault(trimmed.toLowerCase(Locale.ROOT), trimmed);
    }

    /** True if two labels are the same, by the upstream's ways of writing. */
    public boolean agrees(String localLabel, String upstreamLabel) {
        return localLabel.strip().equalsIgnoreCase(upstreamLabel.strip());
    }

    /**
     * The message that asks the upstream for the label of a text; the text itself where the route
     * has no prompt.
     *
     * @param known labels that may be answered
     */
    public String prompt(String of, List<String> known) {
        return prompt.flatMap(
                        template ->
                                template.fill(
                                        place ->
                                                Optional.of(
                                                        place.equals("labels")
                                                                ? String.join(", ", known)
                                                                : of)))
                .orElse(of);
    }

    /** The content of a chat answer. */
    String reply(String label, double confidence, String of) {
        Map<String, String> values =
                Map.of(
                        "label",
                        label,
                        "confidence",
                        String.format(Locale.ROOT, "%.4f", confidence),
                        "text",
                        of);
        return reply.fill(place -> Optional.ofNullable(values.get(place))).orElse(label);
    }
}
