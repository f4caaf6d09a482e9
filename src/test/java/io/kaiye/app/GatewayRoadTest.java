package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.cli.RunningServer;
import io.kaiye.cli.ServeOptions;
import io.kaiye.cli.Workbench;
import io.kaiye.gateway.GatewayFile;
import io.kaiye.gateway.ScriptedUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a gateway.yaml, from the home folder to the upstream. */
class GatewayRoadTest {
    private static final String KEY = "sk-live-of-the-upstream";

    @TempDir Path home;

    private void configure(URI upstream, String more) throws IOException {
        Files.writeString(
                home.resolve(GatewayFile.NAME),
                """
                upstreams:
                  - {id: one, url: "%s", key: "secret:one" %s}
                models:
                  - {id: chat, upstream: one, prices: [{from: 2026-01-01, input: 1, output: 2}]}
                """
                        .formatted(upstream, more));
    }

    private static ServeOptions options() {
        return new ServeOptions("127.0.0.1", 0, Optional.empty(), false);
    }

    private static HttpResponse<String> ask(URI server) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(server.resolve("/v1/chat/completions"))
                            .header("content-type", "application/json")
                            .POST(
                                    BodyPublishers.ofString(
                                            "{\"model\":\"chat\",\"messages\":"
                                                    + "[{\"role\":\"user\",\"content\":\"a\"}]}"))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void aChatReachesTheUpstreamWithTheKeptSecret() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream();
                Workbench kaiye = Platform.open(home)) {
            configure(upstream.url(), ", allow_private: true");
            kaiye.secrets().set("one", KEY);
            RunningServer server = kaiye.serve(options());
            HttpResponse<String> answer = ask(server.address());
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("Hello there"), answer.body());
            assertEquals("Bearer " + KEY, upstream.last().header("authorization"));
        }
    }

    @Test
    void aPrivateAddressThatNobodyAllowedIsNotReached() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream();
                Workbench kaiye = Platform.open(home)) {
            configure(upstream.url(), "");
            kaiye.secrets().set("one", KEY);
            RunningServer server = kaiye.serve(options());
            HttpResponse<String> answer = ask(server.address());
            assertEquals(502, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("allow_private"), answer.body());
            assertEquals(0, upstream.connections());
        }
    }

    @Test
    void aFileWithMistakesRefusesToStart() throws Exception {
        try (Workbench kaiye = Platform.open(home)) {
            configure(URI.create("http://127.0.0.1:1/v1"), ", retries: 99");
            KaiyeException refusal =
                    assertThrows(KaiyeException.class, () -> kaiye.serve(options()));
            assertEquals(ErrorCode.INVALID_FILE, refusal.code());
            assertTrue(refusal.getMessage().contains("retries"), refusal.getMessage());
            configure(URI.create("http://127.0.0.1:1/v1"), "");
            KaiyeException noKey = assertThrows(KaiyeException.class, () -> kaiye.serve(options()));
            assertTrue(noKey.getMessage().contains("kaiye secret set one"), noKey.getMessage());
            assertFalse(noKey.getMessage().contains(KEY), noKey.getMessage());
        }
    }
}
