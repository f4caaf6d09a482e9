package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.util.List;

/**
 * A chat call in OpenAI's shape as a request to Anthropic's Messages API. What that cannot say is
 * refused where it would change the answer's meaning or form. One thread.
 */
final class AnthropicRequest {
    private static final List<String> NOT_SAID =
            List.of(
                    "logprobs",
                    "top_logprobs",
                    "logit_bias",
                    "functions",
                    "function_call",
                    "audio");

    private final ChatRequest request;
    private final ObjectNode asked;
    private final UpstreamModel model;
    private final ObjectNode body = Json.mapper().createObjectNode();
    private final ArrayNode messages = Json.mapper().createArrayNode();
    private final ArrayNode system = Json.mapper().createArrayNode();

    AnthropicRequest(ChatRequest request, UpstreamModel model) {
        this.request = request;
        this.asked = request.tree();
        this.model = model;
    }

    /** The request. */
    ObjectNode body() {
        refuse();
        long outputMax = request.outputMax() > 0 ? request.outputMax() : model.outputMax();
        body.put("model", model.name());
        body.put("max_tokens", outputMax);
        int place = 0;
        for (JsonNode message : asked.path("messages")) {
            message(message, "messages[" + place + "]");
            place++;
        }
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        body.set("messages", messages);
        settings();
        tools();
        if (request.stream()) {
            body.put("stream", true);
        }
        return body;
    }

    private void refuse() {
        if (request.choices() != 1) {
            throw cannot("n", "gives one answer; leave \"n\" out, or ask several times");
        }
        for (String field : NOT_SAID) {
            JsonNode value = asked.path(field);
            boolean plain = value.isMissingNode() || value.isNull() || value.equals(falsehood());
            if (!plain && !(value.isContainerNode() && value.isEmpty())) {
                throw cannot(field, "knows no \"" + field + "\"; leave it out");
            }
        }
        String format = asked.path("response_format").path("type").asText("text");
        if (!format.equals("text")) {
            throw cannot(
                    "response_format",
                    "has no response_format " + format + "; ask in words or with a tool");
        }
    }

    private static JsonNode falsehood() {
        return Json.mapper().getNodeFactory().booleanNode(false);
    }

    private KaiyeException cannot(String field, String what) {
        return Fields.invalid(
                field,
                "The model " + model.id() + " speaks Anthropic's protocol, which " + what + ".");
    }

    private void settings() {
        if (asked.path("temperature").isNumber()) {
            body.put("temperature", Math.min(1.0, asked.path("temperature").asDouble()));
        }
        if (asked.path("top_p").isNumber()) {
            body.set("top_p", asked.path("top_p"));
        }
        JsonNode stop = asked.path("stop");
        if (stop.isTextual()) {
            body.putArray("stop_sequences").add(stop);
        } else if (stop.isArray() && !stop.isEmpty()) {
            body.set("stop_sequences", stop);
        }
        if (asked.path("user").isTextual()) {
            body.putObject("metadata").set("user_id", asked.path("user"));
        }
    }

    private void tools() {
        if (!asked.path("tools").isArray() || asked.path("tools").isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        for (JsonNode tool : asked.path("tools")) {
            JsonNode function = tool.path("function");
            ObjectNode out = tools.addObject();
            out.set("name", function.path("name"));
            if (function.path("description").isTextual()) {
                out.set("description", function.path("description"));
            }
            JsonNode schema = function.path("parameters");
            out.set(
                    "input_schema",
                    schema.isObject()
                            ? schema
                            : Json.mapper().createObjectNode().put("type", "object"));
        }
        toolChoice();
    }

    private void toolChoice() {
        JsonNode choice = asked.path("tool_choice");
        ObjectNode out = Json.mapper().createObjectNode();
        if (choice.isObject()) {
            out.put("type", "tool").set("name", choice.path("function").path("name"));
        } else {
            switch (choice.asText("auto")) {
                case "none" -> out.put("type", "none");
                case "required" -> out.put("type", "any");
                default -> out.put("type", "auto");
            }
        }
        boolean oneAtATime = asked.path("parallel_tool_calls").equals(falsehood());
        if (oneAtATime && !out.path("type").asText().equals("none")) {
            out.put("disable_parallel_tool_use", true);
        }
        if (choice.isTextual() || choice.isObject() || oneAtATime) {
            body.set("tool_choice", out);
        }
    }

    private void message(JsonNode message, String place) {
        String role = message.path("role").asText();
        switch (role) {
            case "system", "developer" -> parts(message.path("content"), system, place);
            case "user" -> parts(message.path("content"), turn("user"), place);
            case "assistant" -> {
                ArrayNode turn = turn("assistant");
                parts(message.path("content"), turn, place);
                toolCalls(message.path("tool_calls"), turn, place);
            }
            case "tool" -> {
                ObjectNode result = turn("user").addObject().put("type", "tool_result");
                result.set("tool_use_id", message.path("tool_call_id"));
                parts(message.path("content"), result.putArray("content"), place);
            }
            default ->
                    throw Fields.invalid(
                            place + ".role",
                            "The role of "
                                    + place
                                    + " is \""
                                    + role
                                    + "\"; accepted are system, developer, user, assistant and"
                                    + " tool.");
        }
    }

    /**
     * The content of the last message if it is of that role, else of a new one: turns alternate.
     */
    private ArrayNode turn(String role) {
        JsonNode last = messages.isEmpty() ? null : messages.get(messages.size() - 1);
        if (last instanceof ObjectNode open && open.path("role").asText().equals(role)) {
            return open.withArrayProperty("content");
        }
        return messages.addObject().put("role", role).putArray("content");
    }

    private static void parts(JsonNode content, ArrayNode target, String place) {
        if (content.isTextual()) {
            text(content.asText(), target);
        }
        int number = 0;
        for (JsonNode part : content) {
            part(part, target, place + ".content[" + number + "]");
            number++;
        }
    }

    /** Anthropic refuses empty texts. */
    private static void text(String text, ArrayNode target) {
        if (!text.isEmpty()) {
            target.addObject().put("type", "text").put("text", text);
        }
    }

    private static void part(JsonNode part, ArrayNode target, String place) {
        switch (part.path("type").asText()) {
            case "text" -> text(part.path("text").asText(), target);
            case "refusal" -> text(part.path("refusal").asText(), target);
            case "image_url" -> {
                ObjectNode image = target.addObject().put("type", "image");
                source(part.path("image_url").path("url").asText(), image.putObject("source"));
            }
            default ->
                    throw Fields.invalid(
                            place + ".type",
                            "\""
                                    + place
                                    + "\" is of type \""
                                    + part.path("type").asText()
                                    + "\"; this model takes text and image_url.");
        }
    }

    private static void source(String url, ObjectNode source) {
        int comma = url.indexOf(',');
        if (url.startsWith("data:") && comma > 0 && url.startsWith(";base64", comma - 7)) {
            source.put("type", "base64")
                    .put("media_type", url.substring("data:".length(), comma - 7))
                    .put("data", url.substring(comma + 1));
        } else {
            source.put("type", "url").put("url", url);
        }
    }

    private static void toolCalls(JsonNode calls, ArrayNode target, String place) {
        int number = 0;
        for (JsonNode call : calls) {
            String where = place + ".tool_calls[" + number + "].function.arguments";
            ObjectNode use = target.addObject().put("type", "tool_use");
            use.set("id", call.path("id"));
            use.set("name", call.path("function").path("name"));
            use.set("input", arguments(call.path("function").path("arguments").asText(), where));
            number++;
        }
    }

    private static JsonNode arguments(String text, String place) {
        try {
            JsonNode input = Json.mapper().readTree(text.isBlank() ? "{}" : text);
            if (input.isObject()) {
                return input;
            }
        } catch (JsonProcessingException e) {
            // The same words fit both.
        }
        throw Fields.invalid(place, "\"" + place + "\" must be a JSON object, as text.");
    }
}
