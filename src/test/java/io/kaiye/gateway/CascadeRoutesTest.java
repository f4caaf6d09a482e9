package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CascadeRoutesTest {
    private static final Set<String> UPSTREAMS = Set.of("mini", "large");
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    @Test
    void aRouteIsReadWithAllItsFields() {
        RouteConfig route =
                read("""
                - id: support
                  rungs: [desk, desk-tuned, mini, large]
                  target: 96%
                  audit: {share: 10%, seed: 3}
                  text: "{{last_user}}"
                  text_pattern: "Message: (.*)"
                  reply: "{{label}} ({{confidence}})"
                  labels: {Yes: refund, " NO ": other}
                  prompt: "One of {{labels}}: {{text}}"
                """)
                        .require("support");
        assertEquals(List.of("desk", "desk-tuned"), route.local());
        assertEquals(List.of("mini", "large"), route.upstream());
        assertEquals(0.96, route.target());
        assertEquals(new RouteConfig.AuditShare(0.1, 3), route.audit());
        assertEquals("refund", route.label(" yes\n"));
        assertEquals("other", route.label("No"));
        assertEquals("something", route.label("something "));
        assertEquals("refund (0.9312)", route.reply("refund", 0.93121, "x"));
        assertEquals("One of a, b: hi {{text}}", route.prompt("hi {{text}}", List.of("a", "b")));
        assertTrue(route.agrees("Refund", "refund"));
    }

    @Test
    void aRouteNeedsOnlyItsIdAndItsRungs() {
        RouteConfig route = read("[{id: r, rungs: [desk, mini]}]").require("r");
        assertEquals(0.95, route.target());
        assertEquals(new RouteConfig.AuditShare(0.05, 7), route.audit());
        assertEquals("billing", route.reply("billing", 1, "x"));
        assertEquals("my text", route.prompt("my text", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{rungs: [desk, mini]}                            | routes[0].id is missing",
                "{id: 'a b', rungs: [desk, mini]}                 | routes[0].id is 'a b'",
                "{id: mini, rungs: [desk, mini]}                  | as of an upstream model",
                "{id: r, rungs: [desk]}                           | must be a list of local",
                "{id: r, rungs: [mini]}                           | must be a list of local",
                "{id: r, rungs: desk}                             | must be a list of local",
                "{id: r}                                          | must be a list of local",
                "{id: r, rungs: [mini, desk]}                     | must be a list of local",
                "{id: r, rungs: [desk, mini, desk2]}              | before the upstream",
                "{id: r, rungs: [desk, desk, mini]}               | a model twice",
                "{id: r, rungs: [desk@3, mini]}                   | has 'desk@3'",
                "{id: r, rungs: [{a: b}, mini]}                   | rungs[0] must be one value",
                "{id: r, rungs: ['', mini]}                       | rungs[0] must be one value",
                "{id: r, rungs: [desk, mini], target: [1]}        | target must be one value",
                "{id: r, rungs: [desk, mini], audit: 5%}          | audit must be a mapping",
                "{id: r, rungs: [desk, mini], labels: {a: [b]}}   | blank",
                "{id: r, rungs: [a, b, c, d, e, f, mini]}         | at most 5 and 5",
                "{id: r, rungs: [desk, mini], target: 1}          | target is '1'",
                "{id: r, rungs: [desk, mini], target: much}       | target is 'much'",
                "{id: r, rungs: [desk, mini], audit: {share: 7}}  | audit.share is '7'",
                "{id: r, rungs: [desk, mini], audit: {seed: x}}   | audit.seed is 'x'",
                "{id: r, rungs: [desk, mini], audit: {shares: 1}} | Did you mean \"share\"?",
                "{id: r, rungs: [desk, mini], text: '{{user}}'}   | the place {{user}}",
                "{id: r, rungs: [desk, mini], reply: '{{all}}'}   | the place {{all}}",
                "{id: r, rungs: [desk, mini], prompt: 'label it'} | no place {{text}}",
                "{id: r, rungs: [desk, mini], text_pattern: '('}  | no regular expression",
                "{id: r, rungs: [desk, mini], labels: [a]}        | must be a mapping",
                "{id: r, rungs: [desk, mini], labels: {a: ' '}}   | blank",
                "{id: r, rungs: [desk, mini], labels: {a: x, A: y}} | 'a' twice",
                "{id: r, rungs: [desk, mini], tatget: 0.9}        | Did you mean \"target\"?",
                "7                                                | must be a mapping",
            })
    void everyProblemHasItsPlaceAndItsWords(String route, String message) {
        List<String> problems = problems("[" + route + "]");
        assertTrue(problems.stream().anyMatch(one -> one.contains(message)), problems.toString());
    }

    @Test
    void allProblemsAreFoundAtOnce(@TempDir Path home) throws IOException {
        Files.writeString(
                home.resolve("gateway.yaml"),
                """
                upstreams: [{id: up, url: "https://api.example/v1"}]
                models:
                  - {id: mini, upstream: up, prices: [{from: 2026-01-01, input: 1, output: 1}]}
                routes:
                  - {id: a, rungs: [desk, mini], target: 2}
                  - {id: a, rungs: [desk], reply: "{{x}}"}
                """);
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> GatewayFile.read(home, NOW));
        assertEquals(ErrorCode.INVALID_FILE, refused.code());
        assertEquals(5, refused.getMessage().lines().count(), refused.getMessage());
    }

    @Test
    void aHomeWithoutTheFileHasNoRoutes(@TempDir Path home) {
        assertEquals(CascadeRoutes.NONE, GatewayFile.read(home, NOW).routes());
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> CascadeRoutes.NONE.require("x"));
        assertEquals(ErrorCode.UNKNOWN_CASCADE, refused.code());
    }

    private static CascadeRoutes read(String yaml) {
        List<String> problems = new ArrayList<>();
        CascadeRoutes routes = CascadeRoutes.read(nodes(yaml), UPSTREAMS::contains, problems);
        assertEquals(List.of(), problems);
        return routes;
    }

    private static List<String> problems(String yaml) {
        List<String> problems = new ArrayList<>();
        CascadeRoutes.read(nodes(yaml), UPSTREAMS::contains, problems);
        return problems;
    }

    private static List<JsonNode> nodes(String yaml) {
        return List.copyOf(Yaml.parse(yaml).valueStream().toList());
    }
}
