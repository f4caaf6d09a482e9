package io.kaiye.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of OpenAI's protocol. One thread. */
final class OpenAiChunks implements ChunkReader {
    private static final String END = "[DONE]";

    private final String model;
    private final int choices;
    private final StringBuilder text = new StringBuilder();
    private String id = "";
    private int finished;
    private boolean ended;
    private @Nullable TokenUse use;
    private @Nullable Utf8 usageChunk;
    private @Nullable String error;

    OpenAiChunks(String model, int choices) {
        this.model = model;
        this.choices = choices;
    }

    @Override
    public List<Utf8> take(SseEvent event) throws IOException {
        Utf8 data = event.data();
        if (data.length() == END.length() && data.toString().equals(END)) {
            ended = true;
            return List.of();
        }
        OpenAiDocument chunk = OpenAiDocument.read(data);
        if (chunk.error().isPresent()) {
            error = chunk.error().get();
            return List.of();
        }
        id = id.isEmpty() ? chunk.id() : id;
        finished += chunk.finished();
        text.append(chunk.text());
        use = chunk.use().orElse(use);
        if (chunk.choices() <= 0 && chunk.use().isPresent()) {
            usageChunk = chunk.withModel(model);
            return List.of();
        }
        return List.of(chunk.withModel(model));
    }

    @Override
    public boolean finished() {
        return finished >= choices;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    @Override
    public Optional<Utf8> usageChunk() {
        return Optional.ofNullable(usageChunk);
    }

    @Override
    public Optional<TokenUse> use() {
        return Optional.ofNullable(use);
    }

    @Override
    public String upstreamId() {
        return id;
    }

    @Override
    public String text() {
        return text.toString();
    }
}
