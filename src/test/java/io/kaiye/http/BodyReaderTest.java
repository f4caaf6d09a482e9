package io.kaiye.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies in chunks, whose length nobody announced. */
@Timeout(30)
class BodyReaderTest {
    private static final int BODY_MAX = 1 << 20;
    private static final String HEAD =
            "POST /length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static HttpServer server;

    @BeforeAll
    static void start() {
        HttpLimits limits =
                new HttpLimits(
                        BODY_MAX,
                        BODY_MAX,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        64,
                        4096,
                        1024,
                        Duration.ofSeconds(1));
        Route route =
                Route.post(
                        "/length",
                        Access.OPEN,
                        request -> Response.text(200, "text/plain", "" + request.body().length));
        server =
                HttpServer.start(
                        new HttpSettings("127.0.0.1", 0, BearerToken.none(), limits),
                        List.of(route),
                        () -> "1",
                        RequestObserver.none());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void chunksOfAnySizeAreJoined() throws Exception {
        String close = HEAD.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        String answer = Wire.raw(server, close + "3\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\n");
        assertEquals("13", Wire.bodyOf(answer));
        String many = "1\r\nx\r\n".repeat(5000);
        assertEquals("5000", Wire.bodyOf(Wire.raw(server, close + many + "0\r\n\r\n")));
    }

    @Test
    void aConnectionGoesOnAfterChunks() throws Exception {
        try (Socket socket = Wire.connect(server)) {
            String one = HEAD + "3\r\nabc\r\n0\r\n\r\n";
            String last = one.replace("chunked", "chunked\r\nConnection: close");
            socket.getOutputStream().write((one + one + last).getBytes(UTF_8));
            String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertEquals(3, answers.split("HTTP/1.1 200", -1).length - 1, answers);
        }
    }

    @Test
    void aChunkOverTheLimitIsRefusedBeforeItComes() throws Exception {
        String answer = Wire.raw(server, HEAD + "2000000\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    }

    @Test
    void aLengthWithoutEndIsRefused() throws Exception {
        for (String length : List.of("0".repeat(100), "+5\r\n", "-5\r\n", "ten\r\n", "\r\n")) {
            String answer = Wire.raw(server, HEAD + length);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), length + " -> " + answer);
        }
    }

    @Test
    void unfinishedBodiesHoldOnlyWhatTheyHave() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                Socket socket = Wire.connect(server);
                waiting.add(socket);
                socket.getOutputStream().write((HEAD + "5\r\nab").getBytes(UTF_8));
            }
            Thread.sleep(200);
            String close = HEAD.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n0\r\n\r\n";
            assertEquals("65536", Wire.bodyOf(Wire.raw(server, close + chunk)));
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void callersThatAskFirstMaySendChunks() throws Exception {
        try (Socket socket = Wire.connect(server)) {
            String head =
                    HEAD.replace("chunked", "chunked\r\nExpect: 100-continue\r\nConnection: close");
            socket.getOutputStream().write(head.getBytes(UTF_8));
            byte[] first = socket.getInputStream().readNBytes(25);
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", new String(first, UTF_8));
            socket.getOutputStream().write("3\r\nabc\r\n0\r\n\r\n".getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertEquals("3", Wire.bodyOf(answer));
        }
    }
}
