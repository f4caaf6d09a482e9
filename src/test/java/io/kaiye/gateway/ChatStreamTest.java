package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.GatewayHouse.Reply;
import io.kaiye.gateway.Spent.Ending;
import io.kaiye.gateway.Spent.TokenSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streamed chat answers: what reaches the caller, and what is posted for it. */
class ChatStreamTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String STREAM = ",\"stream\":true";
    private static final String WITH_USAGE =
            STREAM + ",\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}";

    private final ChatHouse rooms = new ChatHouse();

    ChatStreamTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        rooms.close();
    }

    private static List<String> events(String body) {
        return List.of(body.split("\n\n", -1)).stream()
                .filter(event -> !event.isEmpty())
                .map(event -> event.substring("data: ".length()))
                .toList();
    }

    private static String words(String body) throws IOException {
        StringBuilder words = new StringBuilder();
        for (String event : events(body)) {
            if (event.startsWith("{")) {
                JsonNode chunk = Json.mapper().readTree(event);
                words.append(chunk.at("/choices/0/delta/content").asText());
            }
        }
        return words.toString();
    }

    /** Waits for the only end of a reservation. */
    private NotedBooks.End ending() throws InterruptedException {
        for (int i = 0; i < 200 && rooms.books.ends.isEmpty(); i++) {
            Thread.sleep(50);
        }
        return rooms.books.only();
    }

    @Test
    void chunksComeUnderTheCallersNameWithoutUsageThatNobodyAskedFor() throws Exception {
        Reply reply = rooms.ask(STREAM);
        assertEquals(200, reply.status(), reply.body());
        assertEquals("text/event-stream", reply.header("content-type"));
        assertEquals("Hello there", words(reply.body()));
        List<String> events = events(reply.body());
        assertEquals("[DONE]", events.getLast());
        assertFalse(reply.body().contains("prompt_tokens"), reply.body());
        assertFalse(reply.body().contains("upstream-name"), reply.body());
        assertEquals("chat", Json.mapper().readTree(events.getFirst()).get("model").asText());
        JsonNode sent = Json.mapper().readTree(rooms.one.last().body());
        assertTrue(sent.at("/stream_options/include_usage").asBoolean());
        assertEquals("upstream", reply.header("x-kaiye-route"));
        assertEquals(rooms.books.only().asked().answerId(), reply.header("x-kaiye-answer-id"));
    }

    @Test
    void aStreamIsPostedByTheUpstreamsUsage() throws Exception {
        rooms.ask(STREAM);
        Spent spent = ending().spent();
        assertEquals(Ending.COMPLETE, spent.ending());
        assertEquals(TokenSource.UPSTREAM, spent.source());
        assertEquals(12, spent.inputTokens());
        assertEquals(7, spent.outputTokens());
        assertEquals(789, spent.upstream().getFirst().costMicros());
        assertEquals(0, rooms.books.open.get());
    }

    @Test
    void whoAsksForTheUsageGetsItWithCostAndPrice() throws Exception {
        Reply reply = rooms.ask(WITH_USAGE);
        List<String> events = events(reply.body());
        JsonNode last = Json.mapper().readTree(events.get(events.size() - 2));
        assertEquals(12, last.at("/usage/prompt_tokens").asInt());
        assertEquals(4, last.at("/usage/prompt_tokens_details/cached_tokens").asInt());
        assertEquals(0, last.get("choices").size());
        assertEquals(789, last.at("/kaiye/cost_micros").asInt());
        assertEquals(99, last.at("/kaiye/price_micros").asInt());
        JsonNode sent = Json.mapper().readTree(rooms.one.last().body());
        assertFalse(sent.at("/stream_options/include_obfuscation").asBoolean(true));
    }

    @Test
    void usageIsCountedByUsWhereTheUpstreamSaysNone() throws Exception {
        rooms.one.always(
                UpstreamScripts.stream(
                        List.of(
                                UpstreamScripts.openAiChunk("Hello there", null),
                                UpstreamScripts.openAiChunk("", "stop"))));
        Reply reply = rooms.ask(WITH_USAGE);
        assertTrue(reply.body().contains("\"completion_tokens\":2"), reply.body());
        Spent spent = ending().spent();
        assertEquals(TokenSource.COUNTED, spent.source());
        assertEquals(Ending.COMPLETE, spent.ending());
        assertEquals(2, spent.outputTokens());
    }

    @Test
    void theEndIsHeldBackUntilTheBooksArePosted() throws Exception {
        CountDownLatch settling = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        rooms.books.beforeSettling =
                () -> {
                    settling.countDown();
                    await(go);
                };
        try (Socket caller = caller(STREAM)) {
            assertTrue(settling.await(10, TimeUnit.SECONDS));
            String before = readUntilQuiet(caller);
            assertTrue(before.contains("there"), before);
            assertFalse(before.contains("[DONE]"), before);
            assertFalse(before.contains("\"stop\""), before);
            go.countDown();
            assertTrue(readToEnd(caller).contains("[DONE]"));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void booksThatCannotPostKeepTheEndBack() throws Exception {
        rooms.books.beforeSettling =
                () -> {
                    throw new KaiyeException(ErrorCode.DISK_FULL, "The disk is full.");
                };
        String body = rooms.ask(STREAM).body();
        assertFalse(body.contains("[DONE]"), body);
        assertTrue(body.contains("disk_full"), body);
    }

    @Test
    void aCallerWhoLeavesBetweenChunksIsBilledForWhatWasProducedAndTheUpstreamStops()
            throws Exception {
        rooms.one.always(
                UpstreamScripts.streamThenSilence(
                        rooms.one, List.of(UpstreamScripts.openAiChunk("Hello there", null))));
        try (Socket caller = caller(STREAM)) {
            assertTrue(readUntilQuiet(caller).contains("Hello"));
        }
        assertTrue(rooms.one.awaitCallerLeft(SOON));
        Spent spent = ending().spent();
        assertEquals(Ending.CANCELLED, spent.ending());
        assertEquals(TokenSource.COUNTED, spent.source());
        assertEquals(2, spent.outputTokens());
        assertEquals(0, rooms.books.open.get());
    }

    @Test
    void aCallerWhoLeavesWhileBytesFlowIsNoticedByTheWrite() throws Exception {
        rooms.one.always(
                (call, wire) -> {
                    wire.begin();
                    for (int i = 0; i < 100_000; i++) {
                        wire.chunk(UpstreamScripts.openAiChunk("word ", null));
                    }
                });
        try (Socket caller = caller(STREAM)) {
            caller.getInputStream().readNBytes(500);
            caller.setSoLinger(true, 0);
        }
        Spent spent = ending().spent();
        assertEquals(Ending.CANCELLED, spent.ending());
        assertTrue(spent.outputTokens() > 0, spent.toString());
    }

    @Test
    void aStreamThatBreaksIsBilledForWhatCameAndEndsWithAnError() throws Exception {
        rooms.one.always(
                UpstreamScripts.streamCutAfter(
                        List.of(
                                UpstreamScripts.openAiChunk("Hello", null),
                                UpstreamScripts.openAiChunk(" there", null))));
        Reply reply = rooms.ask(STREAM);
        assertEquals(200, reply.status());
        String last = events(reply.body()).getLast();
        JsonNode error = Json.mapper().readTree(last).get("error");
        assertEquals("upstream_failed", error.get("code").asText());
        assertEquals("Hello there", words(reply.body()));
        Spent spent = ending().spent();
        assertEquals(Ending.BROKEN, spent.ending());
        assertEquals(TokenSource.COUNTED, spent.source());
        assertEquals(2, spent.outputTokens());
        assertEquals(1, rooms.one.received().size());
    }

    @Test
    void anErrorEventOfTheUpstreamEndsTheStreamWithItsWordsMasked() throws Exception {
        rooms.one.always(
                UpstreamScripts.stream(
                        List.of(
                                UpstreamScripts.openAiChunk("Hello", null),
                                "data: {\"error\":{\"message\":\"bad "
                                        + ChatHouse.KEY
                                        + "\"}}\n\n")));
        String body = rooms.ask(STREAM).body();
        assertTrue(body.contains("broke off: bad ***"), body);
        assertFalse(body.contains(ChatHouse.KEY), body);
        assertEquals(Ending.BROKEN, ending().spent().ending());
    }

    @Test
    void aStreamThatFailsBeforeItsFirstChunkIsTriedAgain() throws Exception {
        rooms.one.next(
                UpstreamScripts.streamCutAfter(List.of()), UpstreamScripts.status(503, "busy"));
        Reply reply = rooms.ask(STREAM);
        assertEquals("Hello there", words(reply.body()));
        assertEquals(3, rooms.one.received().size());
        Spent spent = ending().spent();
        assertEquals(2, spent.upstream().size());
        assertTrue(spent.upstream().getFirst().wasted());
    }

    @Test
    void whatCannotBeBegunIsAnOrdinaryError() throws Exception {
        rooms.one.always(UpstreamScripts.status(400, "no such field"));
        rooms.house.expect(400, "invalid_argument", null, rooms.ask(STREAM));
        assertEquals("invalid_argument", ending().how());
    }

    @Test
    void aStreamCanBeHadAgainByItsIdempotencyKey() throws Exception {
        Map<String, String> key = Map.of("idempotency-key", "k1");
        String body = ChatHouse.body("chat", STREAM);
        Reply first = rooms.house.post("/v1/chat/completions", body, key);
        Reply again = rooms.house.post("/v1/chat/completions", body, key);
        assertEquals(first.body(), again.body());
        assertEquals("text/event-stream", again.header("content-type"));
        assertEquals(1, rooms.one.received().size());
    }

    private Socket caller(String more) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), rooms.house.address().getPort());
        byte[] body = ChatHouse.body("chat", more).getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n"
                        + "content-type: application/json\r\ncontent-length: "
                        + body.length
                        + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        return socket;
    }

    private static String readUntilQuiet(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        socket.setSoTimeout(10_000);
        try {
            while (true) {
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    return text.toString();
                }
                text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
                socket.setSoTimeout(400);
            }
        } catch (SocketTimeoutException e) {
            return text.toString();
        }
    }

    private static String readToEnd(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
