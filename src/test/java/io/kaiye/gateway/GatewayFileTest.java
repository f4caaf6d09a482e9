package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.KeySource.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayFileTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    @TempDir private Path home = Path.of("");

    private GatewayConfig read(String yaml) throws IOException {
        Files.writeString(home.resolve(GatewayFile.NAME), yaml);
        return GatewayFile.read(home, NOW);
    }

    @Test
    void aHomeWithoutTheFileHasNoUpstreams() {
        assertEquals(GatewayConfig.EMPTY, GatewayFile.read(home, NOW));
    }

    @Test
    void everythingIsRead() throws IOException {
        GatewayConfig config =
                read(
                        """
                        currency: EUR
                        upstreams:
                          - id: openai
                            protocol: openai
                            url: https://api.openai.com/v1
                            key: env:OPENAI_API_KEY
                            connect_timeout: 3s
                            timeout: 20s
                            idle_timeout: 10s
                            deadline: 50s
                            stream_time: 5m
                            retries: 1
                            breaker: {failures: 3, open: 10s}
                            concurrency: 8
                        models:
                          - id: small
                            upstream: openai
                            name: gpt-4o-mini
                            fallback: [other]
                            hedge_after: 800ms
                            max_output: 100
                            prices:
                              - {from: 2026-07-01, input: 9, output: 9}
                              - {from: 2026-01-01, input: 0.15, cached_input: "0.075",
                                 output: 0.60, per_call: 0.001}
                          - id: other
                            upstream: openai
                            prices: [{from: 2026-01-01T08:00:00Z, input: 0, output: 0}]
                        """);
        UpstreamSettings upstream = config.upstreams().getFirst();
        assertEquals("EUR", config.currency());
        assertEquals(new KeySource(Place.ENV, "OPENAI_API_KEY"), upstream.key());
        assertEquals(Duration.ofSeconds(50), upstream.deadline());
        assertEquals(3, upstream.breakerFailures());
        assertEquals(8, upstream.concurrency());
        UpstreamModel model = config.models().getFirst();
        assertEquals("gpt-4o-mini", model.name());
        assertEquals(List.of("other"), model.fallback());
        assertEquals(Optional.of(Duration.ofMillis(800)), model.hedgeAfter());
        assertEquals(100, model.outputMax());
        ModelPrice price = model.price(NOW);
        assertEquals(150_000, price.inputMicros());
        assertEquals(75_000, price.cachedInputMicros());
        assertEquals(150_000, price.cacheWriteMicros());
        assertEquals(600_000, price.outputMicros());
        assertEquals(1_000, price.perCallMicros());
        assertEquals(9_000_000, model.price(Instant.parse("2026-07-01T00:00:00Z")).inputMicros());
        assertEquals("other", config.models().get(1).name());
    }

    @Test
    void everyProblemIsListedAtOnce() {
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                read(
                                        """
                                        currency: dollars
                                        extra: 1
                                        upstreams:
                                          - {id: a, url: "ftp://x", key: sk-secret, retries: many}
                                          - {id: a, url: "http://u:p@x/", timout: 5s, timeout: soon}
                                          - {protocol: gopher, url: "https://x/v1"}
                                        models:
                                          - {id: m, upstream: b}
                                          - {id: n, upstream: a, fallback: [n, nobody],
                                             prices: [{from: 2027-01-01, input: 1, output: 1}]}
                                          - {id: o, upstream: a,
                                             prices: [{from: soon, input: -1, output: 0.0000001}]}
                                        """));
        assertEquals(ErrorCode.INVALID_FILE, refusal.code());
        String all = refusal.getMessage();
        for (String part :
                List.of(
                        "currency is 'dollars'",
                        "extra is not known",
                        "upstreams[0].url must be like",
                        "upstreams[0].key must say where",
                        "upstreams[0].retries is 'many'",
                        "upstreams[1].timout is not known. Did you mean \"timeout\"",
                        "upstreams[1].timeout is 'soon'",
                        "upstreams[1].url",
                        "upstreams[2].id is missing",
                        "upstreams[2].protocol is 'gopher'",
                        "the id 'a' twice",
                        "m: upstream 'b' is not",
                        "models[0].prices has none",
                        "n: fallback names the model itself",
                        "n: fallback 'nobody' is not",
                        "models[1].prices has none that holds now",
                        "models[2].prices[0].from is 'soon'",
                        "models[2].prices[0].input is '-1'",
                        "models[2].prices[0].output is '1E-7'")) {
            assertTrue(all.contains(part), part + " in:\n" + all);
        }
        assertTrue(!all.contains("sk-secret"), all);
    }

    @Test
    void aKeyOfNowhereIsRefused() {
        for (String key : List.of("none", "none:x", "'env:'", "'env: '", "''", "", "secret")) {
            KaiyeException refused =
                    assertThrows(
                            KaiyeException.class,
                            () ->
                                    read(
                                            "upstreams: [{id: a, url: 'https://x/v1', key: "
                                                    + key
                                                    + "}]"));
            assertTrue(refused.getMessage().contains("upstreams[0].key must "), key);
        }
    }

    @Test
    void keysComeFromWhereTheConfigurationSays() throws IOException {
        Files.writeString(home.resolve("k.txt"), " from-file \n");
        UpstreamKeys keys =
                new UpstreamKeys(
                        home,
                        name -> name.equals("V") ? "from-env" : null,
                        name -> Optional.of(name).filter("s"::equals).map(any -> "from-store"));
        assertEquals("from-env", keys.find(new KeySource(Place.ENV, "V")).reveal());
        assertEquals("from-file", keys.find(new KeySource(Place.FILE, "k.txt")).reveal());
        assertEquals("from-store", keys.find(new KeySource(Place.SECRET, "s")).reveal());
        assertEquals("***", keys.find(new KeySource(Place.ENV, "V")).toString());
        for (KeySource missing :
                List.of(
                        new KeySource(Place.ENV, "W"),
                        new KeySource(Place.FILE, "none.txt"),
                        new KeySource(Place.SECRET, "t"))) {
            KaiyeException refusal = assertThrows(KaiyeException.class, () -> keys.find(missing));
            assertTrue(refusal.getMessage().contains(missing.name()), refusal.getMessage());
        }
    }
}
