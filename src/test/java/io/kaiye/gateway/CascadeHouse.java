package io.kaiye.gateway;

import io.kaiye.gateway.GatewayHouse.Reply;
import io.kaiye.serve.FakeModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * A server with the route "desk": the local model "support", then the upstream model "mini", for
 * which "spare" stands in.
 */
final class CascadeHouse implements AutoCloseable {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final double THRESHOLD = 0.9;

    final ScriptedUpstream upstream = new ScriptedUpstream();
    final NotedBooks books = new NotedBooks();
    final NotedCascades record = new NotedCascades();
    final GatewayHouse house;
    private final Upstreams upstreams;

    CascadeHouse(String auditShare) throws IOException {
        Path home = Files.createTempDirectory("kaiye-cascade");
        Path file = home.resolve(GatewayFile.NAME);
        Files.writeString(
                file,
                """
                upstreams:
                  - {id: one, url: "%s", allow_private: true, retries: 0}
                models:
                  - id: mini
                    upstream: one
                    name: mini-1
                    prices: [{from: 2026-01-01, input: 10, cached_input: 1, output: 100}]
                  - id: spare
                    upstream: one
                    name: mini-2
                    max_output: 9000
                    prices: [{from: 2026-01-01, input: 20, cached_input: 2, output: 200}]
                routes:
                  - id: desk
                    rungs: [support, mini, spare]
                    audit: {share: %s}
                    reply: "It is {{label}}."
                    labels: {"hello there": "yes"}
                    prompt: "One of {{labels}}? {{text}}"
                """
                        .formatted(upstream.url(), auditShare));
        GatewayConfig config = GatewayFile.read(home, NOW);
        CascadeRoutes routes = config.routes();
        Files.delete(file);
        Files.delete(home);
        UpstreamKeys keys = new UpstreamKeys(home, name -> null, name -> Optional.empty());
        upstreams = Upstreams.open(config, keys, InstantSource.system());
        house = new GatewayHouse("", upstreams, books, new CascadeSetup(routes, record));
    }

    /** For the first version of the local model. */
    void calibrate() {
        record.calibrated(
                new CascadeSetting(
                        0,
                        "desk",
                        List.of("support@support-1", "mini"),
                        CascadeSetting.Kind.CALIBRATED,
                        0.95,
                        List.of(
                                new CascadeLevel(
                                        List.of(THRESHOLD), 0.97, 0.96, 0.98, 0.5, 100, 0.98, 9)),
                        0,
                        "for a test",
                        "{}",
                        NOW));
    }

    /** A text that the local model is sure of. */
    static String sure() {
        return text(best -> best > 0.95 && best <= 1);
    }

    /** A text that it is not sure of. */
    static String unsure() {
        return text(best -> best > 0 && best < 0.85);
    }

    static String label(String text) {
        float[] row = FakeModel.vector(text, 1);
        return row[0] * row[0] >= row[1] * row[1] ? "no" : "yes";
    }

    private static String text(DoublePredicate wanted) {
        for (int i = 0; i < 1000; i++) {
            float[] row = FakeModel.vector("text " + i, 1);
            if (wanted.test(Math.max(row[0] * row[0], row[1] * row[1]))) {
                return "text " + i;
            }
        }
        throw new AssertionError("no such text");
    }

    Reply chat(String text, String more) throws IOException, InterruptedException {
        return house.post(
                "/v1/chat/completions",
                "{\"model\":\"desk\",\"messages\":[{\"role\":\"user\",\"content\":\""
                        + text
                        + "\"}]"
                        + more
                        + "}");
    }

    @Override
    public void close() throws IOException {
        house.close();
        upstreams.close();
        upstream.close();
    }
}
