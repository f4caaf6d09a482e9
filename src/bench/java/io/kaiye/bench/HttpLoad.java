package io.kaiye.bench;

import io.kaiye.base.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * Callers of {@code /v1/embeddings} that cost little themselves: one socket and one virtual thread
 * each, requests made beforehand, of an answer only the status and the count of tokens are read.
 */
final class HttpLoad {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final byte[] TOKENS = "\"prompt_tokens\":".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final List<byte[]> requests;

    HttpLoad(int port, List<byte[]> requests) {
        this.port = port;
        this.requests = List.copyOf(requests);
    }

    /** What one answer said and how long it took. */
    private record Answer(int status, long tokens, long nanos) {}

    /** What all callers saw; times in milliseconds, of good answers only. */
    record Result(
            long answers,
            long failures,
            long tokens,
            double seconds,
            double cpuSeconds,
            double p50,
            double p95,
            double p99) {
        double tokensPerSecond() {
            return tokens / seconds;
        }

        double tokensPerCpuSecond() {
            return tokens / cpuSeconds;
        }
    }

    /** A request as bytes. */
    static byte[] embeddings(String model, List<String> texts, boolean base64) {
        String body =
                Json.line(
                        Map.of(
                                "model",
                                model,
                                "input",
                                texts,
                                "encoding_format",
                                base64 ? "base64" : "float"));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + bytes.length
                        + "\r\n\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[headBytes.length + bytes.length];
        System.arraycopy(headBytes, 0, request, 0, headBytes.length);
        System.arraycopy(bytes, 0, request, headBytes.length, bytes.length);
        return request;
    }

    /**
     * Sends from {@code clients} connections, each one request after the other.
     *
     * @param goOn asked with the number of the next request, from 0; false ends the caller
     */
    Result run(int clients, LongPredicate goOn) throws InterruptedException, ExecutionException {
        AtomicLong next = new AtomicLong();
        List<Future<List<Answer>>> running = new ArrayList<>();
        long start = System.nanoTime();
        double cpuStart = cpuSeconds();
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                running.add(callers.submit(() -> caller(next, goOn)));
            }
            for (Future<List<Answer>> caller : running) {
                answers.addAll(caller.get());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return result(answers, seconds, cpuSeconds() - cpuStart);
    }

    /** CPU seconds of this process so far, callers and server alike. */
    static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : 0;
    }

    private static Result result(List<Answer> answers, double seconds, double cpuSeconds) {
        List<Answer> good = answers.stream().filter(answer -> answer.status() == 200).toList();
        long[] nanos = good.stream().mapToLong(Answer::nanos).sorted().toArray();
        return new Result(
                good.size(),
                answers.size() - good.size(),
                good.stream().mapToLong(Answer::tokens).sum(),
                seconds,
                cpuSeconds,
                millis(nanos, 0.5),
                millis(nanos, 0.95),
                millis(nanos, 0.99));
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * quantile)] / 1e6;
    }

    private List<Answer> caller(AtomicLong next, LongPredicate goOn) throws IOException {
        List<Answer> answers = new ArrayList<>();
        Connection connection = new Connection(port);
        try {
            long number = next.getAndIncrement();
            while (goOn.test(number)) {
                byte[] request = requests.get((int) (number % requests.size()));
                answers.add(connection.ask(request));
                if (connection.closed()) {
                    connection.close();
                    connection = new Connection(port);
                }
                number = next.getAndIncrement();
            }
            return answers;
        } finally {
            connection.close();
        }
    }

    /** One kept-alive connection. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private byte[] body = new byte[BUFFER_BYTES];
        private boolean closed;

        Connection(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
            out = socket.getOutputStream();
        }

        /** True if the server said that it ends the connection. */
        boolean closed() {
            return closed;
        }

        Answer ask(byte[] request) throws IOException {
            long start = System.nanoTime();
            out.write(request);
            int status = Integer.parseInt(line().substring(9, 12));
            int length = 0;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(header.substring(15).trim());
                }
                closed |= header.equalsIgnoreCase("connection: close");
            }
            body = body.length < length ? new byte[length] : body;
            if (in.readNBytes(body, 0, length) != length) {
                throw new IOException("an answer broke off");
            }
            return new Answer(status, tokens(length), System.nanoTime() - start);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder(48);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the server closed the connection");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        /** The count stands near the end of the answer. */
        private long tokens(int length) {
            for (int at = length - TOKENS.length; at >= Math.max(0, length - 200); at--) {
                if (Arrays.equals(body, at, at + TOKENS.length, TOKENS, 0, TOKENS.length)) {
                    long count = 0;
                    for (int i = at + TOKENS.length; body[i] >= '0' && body[i] <= '9'; i++) {
                        count = count * 10 + body[i] - '0';
                    }
                    return count;
                }
            }
            return 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
