package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;

/** Our own count of what a chat call sends: an estimate, for where no upstream says it. Pure. */
final class ChatCount {
    /** What OpenAI's models add for each message, and for the answer's beginning. */
    private static final int MESSAGE_TOKENS = 3;

    /** An image in low detail; a rough middle of what providers count. */
    private static final int MEDIA_TOKENS = 765;

    private ChatCount() {}

    static long input(ChatRequest chat, TokenCounter counter) {
        JsonNode tree = chat.tree();
        long tokens = MESSAGE_TOKENS;
        for (JsonNode message : tree.path("messages")) {
            tokens += MESSAGE_TOKENS + words(message, counter);
        }
        JsonNode tools = tree.path("tools");
        return tools.isEmpty() ? tokens : tokens + counter.count(tools.toString());
    }

    private static long words(JsonNode node, TokenCounter counter) {
        if (node.isTextual()) {
            return counter.count(node.asText());
        }
        if (node.has("image_url") || node.has("input_audio") || node.has("file")) {
            return MEDIA_TOKENS;
        }
        long tokens = 0;
        for (JsonNode inner : node) {
            tokens += words(inner, counter);
        }
        return tokens;
    }
}
