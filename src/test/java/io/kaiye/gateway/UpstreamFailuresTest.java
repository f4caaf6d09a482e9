package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.gateway.GatewayHouse.Reply;
import io.kaiye.gateway.ScriptedUpstream.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens where upstreams fail. */
class UpstreamFailuresTest {
    private static final String QUICK = ", timeout: 600ms, idle_timeout: 600ms, deadline: 20s";
    private static final String NO_RETRY = QUICK + ", retries: 0";

    /** Name, how the upstream fails, calls it gets, what the caller gets, wasted charges. */
    private record Case(
            String name, Script script, int calls, int status, String code, int wasted) {}

    @Test
    void eachFailureHasItsRule() throws Exception {
        List<Case> cases =
                List.of(
                        row("bad request", failed(400), 1, 400, "invalid_argument", 0),
                        row("too large", failed(413), 1, 400, "invalid_argument", 0),
                        row("our key", failed(401), 1, 502, "upstream_failed", 0),
                        row("no such model", failed(404), 1, 502, "upstream_failed", 0),
                        row("redirect", failed(302), 1, 502, "upstream_failed", 0),
                        row("not implemented", failed(501), 1, 502, "upstream_failed", 0),
                        row("time-out there", failed(408), 2, 502, "upstream_failed", 0),
                        row("busy", failed(429), 2, 429, "overloaded", 0),
                        row("broken", failed(500), 2, 502, "upstream_failed", 0),
                        row("bad gateway", failed(502), 2, 502, "upstream_failed", 0),
                        row("unavailable", failed(503), 2, 502, "upstream_failed", 0),
                        row("gateway time-out", failed(504), 2, 502, "upstream_failed", 0),
                        row("hung up", UpstreamScripts.hangUp(), 2, 502, "upstream_failed", 2),
                        row("no JSON", UpstreamScripts.body("<p>"), 1, 502, "upstream_failed", 1),
                        row("no choices", UpstreamScripts.body("{}"), 1, 502, "upstream_failed", 1),
                        row("50 MB", UpstreamScripts.huge(50 << 20), 1, 502, "upstream_failed", 1));
        for (Case each : cases) {
            try (ChatHouse rooms = new ChatHouse(QUICK + ", retries: 1", "")) {
                rooms.one.always(each.script());
                Reply reply = rooms.ask("");
                assertEquals(each.status(), reply.status(), each.name() + reply.body());
                assertEquals(each.code(), reply.json().at("/error/code").asText(), each.name());
                assertTrue(reply.message().contains("one"), each.name() + reply.body());
                assertEquals(each.calls(), rooms.one.received().size(), each.name());
                NotedBooks.End end = rooms.books.only();
                assertEquals(each.code(), end.how(), each.name());
                assertEquals(each.wasted(), end.spent().upstream().size(), each.name());
                assertEquals(0, end.spent().answers(), each.name());
                assertEquals(0, rooms.books.open.get(), each.name());
            }
        }
    }

    private static Case row(
            String name, Script script, int calls, int status, String code, int wasted) {
        return new Case(name, script, calls, status, code, wasted);
    }

    private static Script failed(int status) {
        return UpstreamScripts.status(status, "it failed");
    }

    @Test
    void anUpstreamThatNeverAnswersTimesOut() throws Exception {
        try (ChatHouse rooms = new ChatHouse(NO_RETRY, "")) {
            rooms.one.always(UpstreamScripts.silence(rooms.one));
            rooms.house.expect(504, "upstream_timed_out", null, rooms.ask(""));
            assertTrue(rooms.one.awaitCallerLeft(Duration.ofSeconds(5)));
            assertTrue(rooms.books.only().spent().upstream().getFirst().wasted());
            assertTrue(rooms.books.only().spent().upstream().getFirst().costMicros() > 0);
        }
    }

    @Test
    void aReplyThatStopsHalfWayTimesOut() throws Exception {
        try (ChatHouse rooms = new ChatHouse(NO_RETRY, "")) {
            rooms.one.always(
                    (call, wire) -> {
                        wire.raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\"");
                        wire.awaitGone(Duration.ofSeconds(5));
                    });
            rooms.house.expect(504, "upstream_timed_out", null, rooms.ask(""));
        }
    }

    @Test
    void slowBytesArePatientlyRead() throws Exception {
        try (ChatHouse rooms = new ChatHouse(NO_RETRY, "")) {
            rooms.one.always(
                    (call, wire) -> {
                        wire.begin();
                        for (String piece :
                                UpstreamScripts.openAiReply("slow").splitWithDelimiters(",", 3)) {
                            wire.chunk(piece);
                            Thread.sleep(300);
                        }
                        wire.end();
                    });
            assertEquals(200, rooms.ask("").status());
        }
    }

    @Test
    void nobodyListensIsNoCost() throws Exception {
        try (ChatHouse rooms = new ChatHouse(NO_RETRY, "")) {
            rooms.one.close();
            Reply reply = rooms.ask("");
            rooms.house.expect(502, "upstream_failed", null, reply);
            assertEquals(0, rooms.books.only().spent().upstream().size());
        }
    }

    @Test
    void retryAfterIsHonouredWithinTheDeadlineAndPassedOnBeyondIt() throws Exception {
        try (ChatHouse rooms = new ChatHouse(", deadline: 20s", "")) {
            rooms.one.next(UpstreamScripts.status(429, "slow down", "retry-after: 1"));
            long start = System.nanoTime();
            assertEquals(200, rooms.ask("").status());
            assertTrue(System.nanoTime() - start > 950_000_000L);
            rooms.one.next(UpstreamScripts.status(429, "slow down", "retry-after: 100"));
            Reply reply = rooms.ask("");
            rooms.house.expect(429, "overloaded", null, reply);
            assertEquals("100", reply.header("retry-after"));
            assertEquals(3, rooms.one.received().size());
        }
    }

    @Test
    void fallbackAsksTheNextModelByItsOwnName() throws Exception {
        try (ChatHouse rooms = new ChatHouse(NO_RETRY, "fallback: [second]")) {
            rooms.one.always(failed(500));
            Reply reply = rooms.ask("");
            assertEquals(200, reply.status());
            assertEquals("chat", reply.json().get("model").asText());
            assertEquals("two/other-model", reply.header("x-kaiye-model"));
            assertEquals("other-model", rooms.two.last().field("model"));
            assertEquals(
                    List.of("one/big-model-1", "two/other-model"),
                    rooms.books.asking.stream().map(line -> line.split(" ", -1)[0]).toList());
            assertEquals(
                    12 * 20 + 7 * 200, rooms.books.only().spent().upstream().get(0).costMicros());
        }
    }

    @Test
    void whatTheRequestIsRefusedForNoFallbackMends() throws Exception {
        try (ChatHouse rooms = new ChatHouse(NO_RETRY, "fallback: [second]")) {
            rooms.one.always(failed(422));
            rooms.house.expect(400, "invalid_argument", null, rooms.ask(""));
            assertEquals(0, rooms.two.received().size());
        }
    }

    @Test
    void theBreakerOpensAndLetsOneProbeThrough() throws Exception {
        try (ChatHouse rooms = new ChatHouse(NO_RETRY + ", breaker: {failures: 2, open: 1s}", "")) {
            rooms.one.next(failed(500), failed(500));
            assertEquals(502, rooms.ask("").status());
            assertEquals(502, rooms.ask("").status());
            Reply open = rooms.ask("");
            rooms.house.expect(502, "upstream_failed", null, open);
            assertTrue(open.message().contains("breaker"), open.message());
            assertEquals("1", open.header("retry-after"));
            assertEquals(2, rooms.one.received().size());
            Thread.sleep(1100);
            assertEquals(200, rooms.ask("").status());
            assertEquals(200, rooms.ask("").status());
        }
    }

    @Test
    void hedgingAsksASecondTimeAndCountsTheLoserAsWasted() throws Exception {
        try (ChatHouse rooms = new ChatHouse("", "fallback: [second]\n    hedge_after: 100ms")) {
            rooms.one.always(UpstreamScripts.silence(rooms.one));
            Reply reply = rooms.ask("");
            assertEquals(200, reply.status(), reply.body());
            assertEquals("two/other-model", reply.header("x-kaiye-model"));
            assertTrue(rooms.one.awaitCallerLeft(Duration.ofSeconds(5)));
            assertEquals(2, rooms.books.only().spent().upstream().size());
            assertEquals(
                    1,
                    rooms.books.only().spent().upstream().stream()
                            .filter(Spent.UpstreamCharge::wasted)
                            .count());
        }
    }

    @Test
    void aSecondTryThatCannotBeMadeSpoilsNotTheFirst() throws Exception {
        try (ChatHouse rooms = new ChatHouse("", "fallback: [claude]\n    hedge_after: 50ms")) {
            rooms.one.always(
                    (call, wire) -> {
                        Thread.sleep(500);
                        UpstreamScripts.answer("Hello").answer(call, wire);
                    });
            Reply reply = rooms.ask(",\"n\":2");
            assertEquals(200, reply.status(), reply.body());
            assertEquals("one/big-model-1", reply.header("x-kaiye-model"));
        }
    }

    @Test
    void twoTriesThatBothCannotBeMadeFailAsOneDoes() throws Exception {
        try (ChatHouse rooms =
                new ChatHouse(NO_RETRY, "fallback: [claude]\n    hedge_after: 50ms")) {
            rooms.one.always(
                    (call, wire) -> {
                        Thread.sleep(500);
                        failed(500).answer(call, wire);
                    });
            rooms.house.expect(400, "invalid_argument", "n", rooms.ask(",\"n\":2"));
        }
    }

    @Test
    void aCallerWhoLeavesEndsTheUpstreamsWork() throws Exception {
        try (ChatHouse rooms = new ChatHouse()) {
            rooms.one.always(UpstreamScripts.silence(rooms.one));
            askAndLeave(rooms, "", false);
            assertTrue(rooms.one.awaitCallerLeft(Duration.ofSeconds(10)));
            for (int i = 0; i < 100 && rooms.books.ends.isEmpty(); i++) {
                Thread.sleep(20);
            }
            assertEquals("cancelled", rooms.books.only().how());
        }
    }

    @Test
    void aCallerWhoLeavesAHedgedStreamEndsTheUpstreamsWork() throws Exception {
        try (ChatHouse rooms = new ChatHouse("", "fallback: [second]\n    hedge_after: 9s")) {
            rooms.one.always(
                    UpstreamScripts.streamThenSilence(
                            rooms.one,
                            List.of(
                                    "data: {\"choices\":[{\"index\":0,\"delta\":"
                                            + "{\"content\":\"Hel\"}}]}\n\n")));
            askAndLeave(rooms, ",\"stream\":true", true);
            assertTrue(rooms.one.awaitCallerLeft(Duration.ofSeconds(5)));
        }
    }

    /** Leaves once the upstream was asked, or once something of its answer has come. */
    private static void askAndLeave(ChatHouse rooms, String more, boolean afterWords)
            throws Exception {
        byte[] body = ChatHouse.body("chat", more).getBytes(StandardCharsets.UTF_8);
        try (Socket caller =
                new Socket(InetAddress.getLoopbackAddress(), rooms.house.address().getPort())) {
            String head =
                    "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n"
                            + "content-type: application/json\r\ncontent-length: ";
            caller.getOutputStream()
                    .write((head + body.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            caller.getOutputStream().write(body);
            for (int i = 0; i < 100 && rooms.one.received().isEmpty(); i++) {
                Thread.sleep(20);
            }
            StringBuilder come = new StringBuilder();
            while (afterWords && come.indexOf("Hel") < 0) {
                come.append((char) caller.getInputStream().read());
            }
        }
    }

    @Test
    void anUpstreamThatRepeatsItsKeyIsMasked() throws Exception {
        try (ChatHouse rooms = new ChatHouse(NO_RETRY, "")) {
            rooms.one.always(
                    UpstreamScripts.status(401, "Incorrect API key provided: " + ChatHouse.KEY));
            Reply reply = rooms.ask("");
            assertFalse(reply.body().contains(ChatHouse.KEY), reply.body());
            assertTrue(reply.body().contains("***"), reply.body());
        }
    }

    @Test
    void concurrencyIsBounded() throws Exception {
        try (ChatHouse rooms = new ChatHouse(", retries: 0, concurrency: 1", "")) {
            rooms.one.next(
                    UpstreamScripts.after(Duration.ofMillis(800), UpstreamScripts.answer("late")));
            Thread first = Thread.ofVirtual().start(() -> quietly(rooms));
            for (int i = 0; i < 100 && rooms.one.received().isEmpty(); i++) {
                Thread.sleep(10);
            }
            rooms.house.expect(429, "overloaded", null, rooms.ask(""));
            first.join();
            assertEquals(200, rooms.ask("").status());
        }
    }

    private static void quietly(ChatHouse rooms) {
        try {
            rooms.ask("");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
