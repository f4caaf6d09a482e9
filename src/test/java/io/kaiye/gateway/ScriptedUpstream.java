package io.kaiye.gateway;

import io.kaiye.base.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A provider for tests: an HTTP/1.1 server on 127.0.0.1 that speaks OpenAI's and Anthropic's
 * protocols, and fails in every way that a script says. Each call takes the next script of the
 * queue; where there is none, the standing one. Safe for threads.
 */
public final class ScriptedUpstream implements AutoCloseable {
    /** Answers one call. */
    @FunctionalInterface
    public interface Script {
        void answer(Received call, Wire wire) throws IOException, InterruptedException;
    }

    /**
     * A call as it came.
     *
     * @param headers by name in lower case
     */
    public record Received(String path, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** The body's field of that name, as text. */
        public String field(String name) throws IOException {
            return Json.mapper().readTree(body).path(name).asText();
        }

        public boolean streams() throws IOException {
            return Json.mapper().readTree(body).path("stream").asBoolean();
        }
    }

    /** The caller's side of one connection. */
    public static final class Wire {
        private final Socket socket;
        private final OutputStream out;

        private Wire(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        /** A whole reply; headers are "name: value". */
        public void reply(int status, String body, String... headers) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            head(status, "content-length: " + bytes.length, headers);
            out.write(bytes);
            out.flush();
        }

        /** The head of a stream of events. */
        public void begin(String... headers) throws IOException {
            raw("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n");
            for (String header : headers) {
                raw(header + "\r\n");
            }
            raw("transfer-encoding: chunked\r\n\r\n");
            out.flush();
        }

        /** One chunk, sent at once. */
        public void chunk(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            raw(Integer.toHexString(bytes.length) + "\r\n");
            out.write(bytes);
            raw("\r\n");
            out.flush();
        }

        /** The last chunk. */
        public void end() throws IOException {
            raw("0\r\n\r\n");
            out.flush();
        }

        /** Bytes as they are. */
        public void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Breaks the connection at once. */
        public void cut() throws IOException {
            out.flush();
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the caller is gone; false if it stays for longer. */
        public boolean awaitGone(Duration most) throws IOException {
            socket.setSoTimeout(Math.toIntExact(most.toMillis()));
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        private void head(int status, String length, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
            head.append("content-type: application/json\r\n").append(length).append("\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            raw(head.append("\r\n").toString());
        }
    }

    private final ServerSocket server;
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch callerGone = new CountDownLatch(1);
    private volatile Script standing = UpstreamScripts.answer("Hello there");

    public ScriptedUpstream() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it listens, with the path {@code /v1}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    /** Scripts of the next calls, in order. */
    public ScriptedUpstream next(Script... more) {
        scripts.addAll(List.of(more));
        return this;
    }

    /** The script of every call for which there is none in the queue. */
    public ScriptedUpstream always(Script script) {
        standing = script;
        return this;
    }

    /** All calls so far, the oldest first. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** The newest call. */
    public Received last() {
        return received().getLast();
    }

    /** Connections that were ever opened. */
    public int connections() {
        return connections.get();
    }

    /** To be called by scripts that saw the caller leave. */
    public void sawCallerLeave() {
        callerGone.countDown();
    }

    /** Waits for a script that sees the caller leave. */
    public boolean awaitCallerLeft(Duration most) throws InterruptedException {
        return callerGone.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Wire wire = new Wire(socket);
            for (Received call = read(in); call != null; call = read(in)) {
                received.add(call);
                Script script = scripts.poll();
                (script == null ? standing : script).answer(call, wire);
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (IOException e) {
            // The caller has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static @Nullable Received read(InputStream in) throws IOException {
        String request = line(in);
        if (request.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Received(request.split(" ", -1)[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
