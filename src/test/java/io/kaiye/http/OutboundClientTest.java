package io.kaiye.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.http.OutboundFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutboundClientTest {
    private static final byte[] JSON = "{}".getBytes(UTF_8);
    private static final OutboundWait SHORT =
            new OutboundWait(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(20),
                    () -> false);

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<String> replies = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();

    OutboundClientTest() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** Each reply goes out as it is; one that ends with "|" closes the connection after it. */
    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            byte[] buffer = new byte[8192];
            for (int count = socket.getInputStream().read(buffer);
                    count > 0;
                    count = socket.getInputStream().read(buffer)) {
                requests.add(new String(buffer, 0, count, UTF_8));
                String reply = String.valueOf(replies.poll());
                boolean last = reply.endsWith("|");
                String text = last ? reply.substring(0, reply.length() - 1) : reply;
                socket.getOutputStream().write(text.getBytes(UTF_8));
                if (last) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private OutboundClient client(String host, boolean allowPrivate, String... addresses) {
        return client(server.getLocalPort(), host, allowPrivate, addresses);
    }

    private OutboundClient client(
            int port, String host, boolean allowPrivate, String... addresses) {
        URI base = URI.create("http://" + host + ":" + port + "/v1/");
        return new OutboundClient(
                new OutboundSettings(base, allowPrivate, Duration.ofSeconds(2), 4),
                name -> {
                    lookUps.incrementAndGet();
                    InetAddress[] found = new InetAddress[addresses.length];
                    for (int i = 0; i < found.length; i++) {
                        found[i] = InetAddress.getAllByName(addresses[i])[0];
                    }
                    return found;
                },
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static String post(OutboundClient client) throws OutboundFailure {
        try (OutboundReply reply = client.post("/x", Map.of("a", "b"), JSON, SHORT)) {
            return reply.status() + " " + new String(reply.bytes(1000), UTF_8);
        }
    }

    private static Kind failure(OutboundClient client) {
        return assertThrows(OutboundFailure.class, () -> post(client)).kind();
    }

    @Test
    void theAddressThatWasCheckedIsConnectedToWithoutAnotherLookUp() throws Exception {
        replies.add("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        try (OutboundClient client = client("provider.example", true, "127.0.0.1")) {
            assertEquals("200 ok", post(client));
        }
        assertEquals(1, lookUps.get());
        String request = String.valueOf(requests.peek());
        assertTrue(request.startsWith("POST /v1/x HTTP/1.1\r\n"), request);
        assertTrue(request.contains("host: provider.example:"), request);
        assertTrue(request.contains("a: b\r\n"), request);
    }

    @Test
    void aRequestThatNobodyReadsEnds() throws Exception {
        OutboundWait wait =
                new OutboundWait(
                        Duration.ofMillis(400),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(9),
                        () -> false);
        OutboundWait left =
                new OutboundWait(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        () -> true);
        byte[] large = new byte[32 << 20];
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                OutboundClient client = client(deaf.getLocalPort(), "a", true, "127.0.0.1")) {
            long start = System.nanoTime();
            assertEquals(Kind.TIMED_OUT, failure(client, large, wait));
            assertEquals(Kind.ABANDONED, failure(client, large, left));
            assertTrue(System.nanoTime() - start < 10_000_000_000L, "it waited for longer");
        }
    }

    private static Kind failure(OutboundClient client, byte[] body, OutboundWait wait) {
        return assertThrows(
                        OutboundFailure.class,
                        () -> client.post("/x", Map.of("a", "b"), body, wait))
                .kind();
    }

    @Test
    void aHostWithOneClosedAddressIsRefusedBeforeAnyConnection() throws Exception {
        try (OutboundClient client = client("rebound.example", false, "8.8.8.8", "127.0.0.1")) {
            OutboundFailure failure = assertThrows(OutboundFailure.class, () -> post(client));
            assertEquals(Kind.ADDRESS, failure.kind());
            assertTrue(failure.getMessage().contains("allow_private"), failure.getMessage());
        }
        assertEquals(0, accepted.get());
    }

    private static String ok(String header) {
        return lines("HTTP/1.1 200 OK", header, "");
    }

    private static String bare(String... lines) {
        return String.join("\n", lines);
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    @Test
    void repliesAreReadHoweverTheyAreFramed() throws Exception {
        List<String> framed =
                List.of(
                        ok("Content-Length: 5") + "hello",
                        ok("transfer-encoding: chunked")
                                + lines("2;x=y", "he", "3", "llo", "0", "trailer: 1", ""),
                        lines("HTTP/1.1 100 Continue", "") + ok("content-length: 5") + "hello",
                        lines("HTTP/1.0 200 OK", "") + "hello|",
                        bare(
                                "HTTP/1.1 200",
                                "connection: close",
                                "content-length: 5",
                                "",
                                "hello|"));
        try (OutboundClient client = client("a.example", true, "127.0.0.1")) {
            for (String reply : framed) {
                replies.add(reply);
                assertEquals("200 hello", post(client), reply);
            }
        }
        assertEquals(2, accepted.get());
    }

    @Test
    void whatIsNoReplyHasItsKind() throws Exception {
        Map<String, Kind> cases =
                Map.of(
                        "hello\r\n\r\n|",
                        Kind.MALFORMED,
                        "HTTP/2 200\r\n\r\n|",
                        Kind.MALFORMED,
                        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n|",
                        Kind.MALFORMED,
                        "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n|",
                        Kind.MALFORMED,
                        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf|",
                        Kind.BROKEN,
                        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf",
                        Kind.TIMED_OUT,
                        "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n",
                        Kind.TOO_LARGE,
                        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n|",
                        Kind.MALFORMED,
                        "HTTP/1.1 200 OK\r\na: " + "b".repeat(70_000),
                        Kind.MALFORMED,
                        "|",
                        Kind.BROKEN);
        for (Map.Entry<String, Kind> each : cases.entrySet()) {
            replies.add(each.getKey());
            try (OutboundClient client = client("a.example", true, "127.0.0.1")) {
                String shown = each.getKey().substring(0, Math.min(60, each.getKey().length()));
                assertEquals(each.getValue(), failure(client), shown);
            }
        }
    }

    @Test
    void aKeptConnectionThatTheServerClosedIsReplaced() throws Exception {
        String good = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
        replies.addAll(List.of(good + "|", good));
        try (OutboundClient client = client("a.example", true, "127.0.0.1")) {
            assertEquals("200 ok", post(client));
            Thread.sleep(50);
            assertEquals("200 ok", post(client));
        }
        assertEquals(2, accepted.get());
    }

    @Test
    void whatGoesWrongWithOneCallerHurtsNoOther() throws Exception {
        replies.add("HTTP/1.1 ");
        replies.add("HTTP/1.1 ");
        OutboundWait broken =
                new OutboundWait(
                        Duration.ofSeconds(2),
                        Duration.ofMillis(700),
                        Duration.ofSeconds(20),
                        () -> {
                            throw new OutOfMemoryError("of a test");
                        });
        try (OutboundClient client = client("a.example", true, "127.0.0.1")) {
            OutboundFailure first =
                    assertThrows(
                            OutboundFailure.class, () -> client.post("/x", Map.of(), JSON, broken));
            assertEquals(Kind.TIMED_OUT, first.kind());
            assertEquals(Kind.TIMED_OUT, failure(client));
        }
    }

    @Test
    void whomTheReplyWasForMayLeave() throws Exception {
        replies.add("HTTP/1.1 ");
        OutboundWait gone =
                new OutboundWait(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        () -> true);
        try (OutboundClient client = client("a.example", true, "127.0.0.1")) {
            OutboundFailure failure =
                    assertThrows(
                            OutboundFailure.class, () -> client.post("/x", Map.of(), JSON, gone));
            assertEquals(Kind.ABANDONED, failure.kind());
        }
    }
}
