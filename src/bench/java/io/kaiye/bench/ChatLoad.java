package io.kaiye.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Callers that send one request over and over on kept-alive connections. One thread sends for all
 * of them, so that a call costs three calls of the system and little else.
 */
final class ChatLoad {
    private static final int TIMES_MAX = 4_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final byte[] request;

    /**
     * @param headers whole lines, without the length
     */
    ChatLoad(int port, String path, List<String> headers, String body) {
        this.port = port;
        String lines = String.join("", headers.stream().map(line -> line + "\r\n").toList());
        this.request = RawHttp.post(path, lines, body);
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
    Result run(int connections, Duration time, long most) throws IOException {
        try (Selector selector = Selector.open()) {
            Run run = new Run(selector, System.nanoTime(), time, most / connections);
            for (int i = 0; i < connections; i++) {
                run.open();
            }
            return run.all();
        }
    }

    /** One caller. */
    private static final class Link {
        private final Message reply = new Message();
        private long sent;
        private long startNanos;
    }

    /** All callers for a time. One thread. */
    private final class Run {
        private final Selector selector;
        private final long startNanos;
        private final long endNanos;
        private final long mostEach;
        private int open;
        private long good;
        private long bad;
        private long[] nanos = new long[1024];

        Run(Selector selector, long startNanos, Duration time, long mostEach) {
            this.selector = selector;
            this.startNanos = startNanos;
            this.endNanos = startNanos + time.toNanos();
            this.mostEach = mostEach;
        }

        void open() throws IOException {
            if (mostEach > 0) {
                open(new Link());
                open++;
            }
        }

        private void open(Link link) throws IOException {
            SocketChannel channel =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, link);
            send(channel, link);
        }

        private void send(SocketChannel channel, Link link) throws IOException {
            link.sent++;
            link.startNanos = System.nanoTime();
            ByteBuffer bytes = ByteBuffer.wrap(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        Result all() throws IOException {
            try {
                while (open > 0) {
                    if (selector.select(this::ready, PATIENCE.toMillis()) == 0) {
                        throw new IOException("no answer within " + PATIENCE);
                    }
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            long[] seen = Arrays.copyOf(nanos, (int) Math.min(good, TIMES_MAX));
            Arrays.sort(seen);
            return new Result(good, bad, seconds, LongBuffer.wrap(seen));
        }

        private void ready(SelectionKey key) {
            if (key.channel() instanceof SocketChannel channel
                    && key.attachment() instanceof Link link) {
                try {
                    read(channel, link);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private void read(SocketChannel channel, Link link) throws IOException {
            if (!link.reply.read(channel)) {
                return;
            }
            long now = System.nanoTime();
            count(link.reply.status(), now - link.startNanos);
            boolean ending = link.reply.ending();
            link.reply.clear();
            if (now >= endNanos || link.sent >= mostEach) {
                channel.close();
                open--;
            } else if (ending) {
                channel.close();
                open(link);
            } else {
                send(channel, link);
            }
        }

        private void count(int status, long time) {
            if (status != 200) {
                bad++;
                return;
            }
            if (good < TIMES_MAX) {
                nanos = good < nanos.length ? nanos : Arrays.copyOf(nanos, 2 * nanos.length);
                nanos[(int) good] = time;
            }
            good++;
        }
    }
}
