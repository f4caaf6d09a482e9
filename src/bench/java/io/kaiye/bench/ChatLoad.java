package io.kaiye.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that send one request over and over on kept-alive connections, one thread each. */
final class ChatLoad {
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int TIMES_MAX = 4_000_000;

    private final int port;
    private final byte[] request;

    /**
     * @param headers whole lines, without the length
     */
    ChatLoad(int port, String path, List<String> headers, String body) {
        this.port = port;
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        head.append("Content-Type: application/json\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
        this.request = Arrays.copyOf(start, start.length + bytes.length);
        System.arraycopy(bytes, 0, request, start.length, bytes.length);
    }

    /**
     * What the callers saw.
     *
     * @param nanos of every good answer, sorted
     */
    record Result(long good, long bad, double seconds, LongBuffer nanos) {
        double perSecond() {
            return good / seconds;
        }

        double millis(double quantile) {
            int times = nanos.limit();
            return times == 0 ? 0 : nanos.get((int) (times * quantile)) / 1e6;
        }
    }

    /** Sends for so long, or until so many were sent. */
    Result run(int connections, Duration time, long most)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Future<Seen>> callers = new ArrayList<>();
        List<Seen> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                callers.add(threads.submit(() -> call(end, most / connections)));
            }
            for (Future<Seen> caller : callers) {
                all.add(caller.get());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long good = all.stream().mapToLong(Seen::good).sum();
        long bad = all.stream().mapToLong(Seen::bad).sum();
        long[] nanos =
                all.stream()
                        .flatMapToLong(one -> Arrays.stream(one.nanos().array()))
                        .sorted()
                        .toArray();
        return new Result(good, bad, seconds, LongBuffer.wrap(nanos));
    }

    private record Seen(long good, long bad, LongBuffer nanos) {}

    private Seen call(long end, long most) throws IOException {
        long good = 0;
        long bad = 0;
        long[] nanos = new long[1024];
        Link link = new Link(port);
        try {
            while (System.nanoTime() < end && good + bad < most) {
                long start = System.nanoTime();
                if (link.ask(request) == 200) {
                    if (good < TIMES_MAX) {
                        nanos =
                                good < nanos.length
                                        ? nanos
                                        : Arrays.copyOf(nanos, 2 * nanos.length);
                        nanos[(int) good] = System.nanoTime() - start;
                    }
                    good++;
                } else {
                    bad++;
                }
                if (link.ending) {
                    link.close();
                    link = new Link(port);
                }
            }
        } finally {
            link.close();
        }
        long[] seen = Arrays.copyOf(nanos, (int) Math.min(good, TIMES_MAX));
        return new Seen(good, bad, LongBuffer.wrap(seen));
    }

    /** One connection. */
    private static final class Link implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private boolean ending;

        Link(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
            out = socket.getOutputStream();
        }

        int ask(byte[] request) throws IOException {
            out.write(request);
            int status = Integer.parseInt(line().substring(9, 12));
            long length = 0;
            boolean chunked = false;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Long.parseLong(line.substring(15).trim());
                }
                chunked |= line.regionMatches(true, 0, "transfer-encoding: chunked", 0, 26);
                ending |= line.regionMatches(true, 0, "connection: close", 0, 17);
            }
            if (chunked) {
                for (long size = size(); size > 0; size = size()) {
                    in.skipNBytes(size + 2);
                }
                in.skipNBytes(2);
            } else {
                in.skipNBytes(length);
            }
            return status;
        }

        private long size() throws IOException {
            return Long.parseLong(line().trim(), 16);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder(64);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("the server closed the connection");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
