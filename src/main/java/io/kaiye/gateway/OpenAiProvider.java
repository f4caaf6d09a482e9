package io.kaiye.gateway;

import java.io.IOException;
import java.util.Map;

/** OpenAI's protocol, as the original and its many likes speak it. Safe for threads. */
final class OpenAiProvider implements Provider {
    @Override
    public String chatPath() {
        return "/chat/completions";
    }

    @Override
    public String embeddingsPath() {
        return "/embeddings";
    }

    @Override
    public Map<String, String> headers(UpstreamKey key) {
        return key.isSet() ? Map.of("authorization", "Bearer " + key.reveal()) : Map.of();
    }

    @Override
    public byte[] chatBody(ChatRequest request, UpstreamModel model) {
        return request.body(model.name());
    }

    @Override
    public ProviderReply chatReply(Utf8 body, String model) throws IOException {
        OpenAiDocument document = OpenAiDocument.read(body);
        if (document.choices() < 1) {
            throw new IOException("there are no choices in it");
        }
        return new ProviderReply(
                document.withModel(model), document.id(), document.use(), document.text());
    }

    /** Reads a whole reply with vectors. */
    static ProviderReply embeddingsReply(Utf8 body, String model) throws IOException {
        OpenAiDocument document = OpenAiDocument.read(body);
        if (!document.hasData()) {
            throw new IOException("there is no data in it");
        }
        return new ProviderReply(document.withModel(model), document.id(), document.use(), "");
    }

    @Override
    public ChunkReader chunks(ChatRequest request, String model) {
        return new OpenAiChunks(model, request.choices());
    }
}
