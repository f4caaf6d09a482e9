package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the text to classify out of a chat call, or says why it cannot be taken, in which case the
 * upstream answers. Immutable; safe for threads.
 *
 * @param template of places: {@code last_user}, {@code system}, {@code all}, {@code message.N}
 *     (from 0; from the end with a minus)
 * @param pattern what of the filled template is the text: its first group, or all that matches
 */
record ChatText(TextTemplate template, Optional<Pattern> pattern) {
    private static final Pattern MESSAGE = Pattern.compile("message\\.(-?\\d{1,4})");

    /** Longer text is not matched against the pattern. */
    static final int MATCHED_CHARACTERS_MAX = 100_000;

    /** What came of it. */
    sealed interface Taken {
        /** The text. */
        record Text(String text) implements Taken {}

        /** Only the upstream can answer; why. */
        record Upstream(String reason) implements Taken {}
    }

    /** One message; {@code text} is empty where it has parts that are no text. */
    private record Message(String role, Optional<String> text, boolean tools) {}

    static boolean known(String place) {
        return place.equals("last_user")
                || place.equals("system")
                || place.equals("all")
                || MESSAGE.matcher(place).matches();
    }

    /** Takes it out of the body of a chat call, or of as much of it as has the messages. */
    Taken take(JsonNode body) {
        for (String field : List.of("tools", "functions")) {
            if (!body.path(field).isEmpty()) {
                return new Taken.Upstream("it has " + field);
            }
        }
        if (body.path("n").asInt(1) > 1 || body.path("logprobs").asBoolean(false)) {
            return new Taken.Upstream("it asks for several answers or for log probabilities");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode node : body.path("messages")) {
            Message message = message(node);
            if (message.tools()) {
                return new Taken.Upstream("it has calls of tools");
            }
            if (message.text().isEmpty()) {
                return new Taken.Upstream("it has parts that are no text");
            }
            messages.add(message);
        }
        return template.fill(place -> value(place, messages))
                .map(this::matched)
                .orElseGet(() -> new Taken.Upstream("it lacks a message that the text is in"));
    }

    private Taken matched(String text) {
        String found = text;
        if (text.isBlank()) {
            return new Taken.Upstream("its text is blank");
        }
        if (pattern.isPresent()) {
            if (text.length() > MATCHED_CHARACTERS_MAX) {
                return new Taken.Upstream("its text is too long for the pattern");
            }
            Matcher matcher = pattern.get().matcher(text);
            if (!matcher.find()) {
                return new Taken.Upstream("the pattern is not in it");
            }
            String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            found = group == null ? "" : group;
        }
        return found.isBlank()
                ? new Taken.Upstream("its text is blank")
                : new Taken.Text(found.strip());
    }

    private static Optional<String> value(String place, List<Message> messages) {
        return switch (place) {
            case "last_user" ->
                    messages.reversed().stream()
                            .filter(message -> message.role().equals("user"))
                            .findFirst()
                            .flatMap(Message::text);
            case "system" -> joined(messages, "system", "developer");
            case "all" -> joined(messages);
            default -> numbered(place, messages);
        };
    }

    /** Messages of these roles, or all; a blank line between two. */
    private static Optional<String> joined(List<Message> messages, String... roles) {
        List<String> texts =
                messages.stream()
                        .filter(m -> roles.length == 0 || List.of(roles).contains(m.role()))
                        .flatMap(message -> message.text().stream())
                        .toList();
        return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", texts));
    }

    private static Optional<String> numbered(String place, List<Message> messages) {
        Matcher matcher = MESSAGE.matcher(place);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(1));
        int at = number < 0 ? messages.size() + number : number;
        return at >= 0 && at < messages.size() ? messages.get(at).text() : Optional.empty();
    }

    private static Message message(JsonNode node) {
        String role = node.path("role").asText("");
        boolean tools =
                role.equals("tool")
                        || role.equals("function")
                        || !node.path("tool_calls").isEmpty()
                        || node.path("function_call").isObject();
        JsonNode content = node.path("content");
        if (content.isTextual()) {
            return new Message(role, Optional.of(content.asText()), tools);
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : content) {
            if (!part.path("type").asText("").equals("text")) {
                return new Message(role, Optional.empty(), tools);
            }
            parts.add(part.path("text").asText(""));
        }
        return new Message(role, Optional.of(String.join("\n", parts)), tools);
    }
}
