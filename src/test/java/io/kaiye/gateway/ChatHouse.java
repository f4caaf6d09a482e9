package io.kaiye.gateway;

import io.kaiye.gateway.GatewayHouse.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A server with two upstreams, "one" and "two", behind the models "chat", "second", "claude". */
final class ChatHouse implements AutoCloseable {
    /** The key that is sent to the upstreams. */
    static final String KEY = "sk-test-0123456789";

    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    final ScriptedUpstream one = new ScriptedUpstream();
    final ScriptedUpstream two = new ScriptedUpstream();
    final NotedBooks books = new NotedBooks();
    final Upstreams upstreams;
    final GatewayHouse house;

    ChatHouse() throws IOException {
        this("", "");
    }

    /**
     * @param upstreamMore fields of both upstreams, as YAML flow without braces
     * @param modelMore fields of the model "chat"
     */
    ChatHouse(String upstreamMore, String modelMore) throws IOException {
        Path home = Files.createTempDirectory("kaiye-chat");
        Path file = home.resolve(GatewayFile.NAME);
        Files.writeString(file, yaml(upstreamMore, modelMore));
        GatewayConfig config = GatewayFile.read(home, NOW);
        Files.delete(file);
        Files.delete(home);
        UpstreamKeys keys =
                new UpstreamKeys(home, Map.of("TEST_KEY", KEY)::get, name -> Optional.empty());
        upstreams = Upstreams.open(config, keys, InstantSource.system());
        house = new GatewayHouse(upstreams, books);
    }

    private String yaml(String upstreamMore, String modelMore) {
        return """
        upstreams:
          - {id: one, url: "%s", key: "env:TEST_KEY", allow_private: true %s}
          - {id: two, url: "%s", key: "env:TEST_KEY", allow_private: true %s}
          - id: anthropic
            protocol: anthropic
            url: "%s"
            key: env:TEST_KEY
            allow_private: true
        models:
          - id: chat
            upstream: one
            name: big-model-1
            prices:
              - {from: 2026-01-01, input: 10, cached_input: 1, output: 100, per_call: 0.000005}
            %s
          - id: second
            upstream: two
            name: other-model
            prices: [{from: 2026-01-01, input: 20, output: 200}]
          - id: claude
            upstream: anthropic
            name: claude-x
            prices: [{from: 2026-01-01, input: 10, cached_input: 1, output: 100}]
        """
                .formatted(one.url(), upstreamMore, two.url(), upstreamMore, two.url(), modelMore);
    }

    /** Asks "chat" with further fields, such as {@code ,"n":2}. */
    Reply ask(String more) throws IOException, InterruptedException {
        return ask("chat", more);
    }

    Reply ask(String model, String more) throws IOException, InterruptedException {
        return house.post("/v1/chat/completions", body(model, more));
    }

    static String body(String model, String more) {
        return "{\"model\":\""
                + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]"
                + more
                + "}";
    }

    @Override
    public void close() throws IOException {
        house.close();
        upstreams.close();
        one.close();
        two.close();
    }
}
