package io.kaiye.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ResponseStreamTest {
    private static final HttpLimits SHORT =
            new HttpLimits(
                    64 << 10,
                    1 << 20,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(1),
                    64,
                    4096,
                    1024,
                    Duration.ofSeconds(1));

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CompletableFuture<Boolean> failed = new CompletableFuture<>();
    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final HttpServer server =
            HttpServer.start(
                    new HttpSettings("127.0.0.1", 0, BearerToken.none(), SHORT),
                    List.of(
                            stream("/two", this::two),
                            stream("/none", sink -> {}),
                            stream("/early", sink -> refuse()),
                            stream("/late", this::late),
                            stream("/broken", this::broken),
                            stream("/endless", this::endless)),
                    () -> "req-1",
                    (route, status, error, nanos) -> seen.add(route + " " + status + " " + error));

    @AfterEach
    void close() {
        goOn.countDown();
        server.close();
    }

    private static Route stream(String path, StreamBody body) {
        return Route.get(
                path,
                Access.OPEN,
                request -> Response.stream(Response.EVENTS, body).with("x", "y"));
    }

    private void two(BodySink sink) throws IOException {
        sink.write("one".getBytes(UTF_8));
        try {
            goOn.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.write("two".getBytes(UTF_8));
    }

    private static void refuse() {
        throw new KaiyeException(ErrorCode.NO_CREDIT, "No credit.");
    }

    private void late(BodySink sink) throws IOException {
        sink.write("one".getBytes(UTF_8));
        refuse();
    }

    private void broken(BodySink sink) throws IOException {
        sink.write("one".getBytes(UTF_8));
        throw new IllegalStateException("a test's mistake");
    }

    private void endless(BodySink sink) throws IOException {
        byte[] piece = new byte[64 << 10];
        try {
            while (true) {
                sink.write(piece);
            }
        } catch (IOException e) {
            failed.complete(true);
            throw e;
        }
    }

    private String get(String path) throws IOException {
        return Wire.raw(server, "GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n");
    }

    private static String plain(String body) {
        StringBuilder text = new StringBuilder();
        String left = body;
        while (true) {
            int line = left.indexOf("\r\n");
            int length = Integer.parseInt(left.substring(0, line), 16);
            text.append(left, line + 2, line + 2 + length);
            left = left.substring(line + 2 + length + 2);
            if (length == 0) {
                return text.toString();
            }
        }
    }

    @Test
    void everyPieceLeavesAtOnce() throws Exception {
        try (Socket socket = Wire.connect(server)) {
            socket.getOutputStream()
                    .write("GET /two HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(UTF_8));
            StringBuilder first = new StringBuilder();
            while (!first.toString().contains("one")) {
                first.append((char) socket.getInputStream().read());
            }
            assertTrue(first.toString().contains("ransfer-"), first.toString());
            assertTrue(first.toString().contains("x: y"), first.toString());
            goOn.countDown();
            String rest = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertTrue(rest.endsWith("3\r\ntwo\r\n0\r\n\r\n"), rest);
        }
        assertEquals("/two 200 null", seen.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void aStreamMayBeEmpty() throws IOException {
        assertTrue(get("/none").startsWith("HTTP/1.1 200"));
    }

    @Test
    void anErrorBeforeTheFirstByteIsAnOrdinaryError() throws Exception {
        String answer = get("/early");
        assertTrue(answer.startsWith("HTTP/1.1 402"), answer);
        assertTrue(Wire.bodyOf(answer).contains("\"no_credit\""), answer);
        assertEquals("/early 402 NO_CREDIT", seen.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void anErrorLaterIsTheLastEvent() throws Exception {
        String answer = get("/late");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        String body = plain(Wire.bodyOf(answer));
        assertTrue(body.startsWith("onedata: {\"error\":{"), body);
        assertTrue(body.endsWith("}\n\n"), body);
        assertEquals("/late 200 NO_CREDIT", seen.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void aMistakeOfOursIsToldWithoutItsWords() throws IOException {
        String body = plain(Wire.bodyOf(get("/broken")));
        assertTrue(body.contains("\"internal\""), body);
        assertFalse(body.contains("mistake"), body);
    }

    @Test
    void aCallerWhoDoesNotReadIsGivenUp() throws Exception {
        try (Socket socket = Wire.connect(server)) {
            socket.getOutputStream()
                    .write("GET /endless HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(UTF_8));
            assertTrue(failed.get(15, TimeUnit.SECONDS));
        }
        assertEquals("/endless 200 CANCELLED", seen.poll(5, TimeUnit.SECONDS));
    }
}
