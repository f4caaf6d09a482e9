package io.kaiye.bench;

import java.io.IOException;
import java.nio.LongBuffer;
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
    private static final int TIMES_MAX = 4_000_000;

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
        RawHttp link = new RawHttp(port);
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
                if (link.ending()) {
                    link.close();
                    link = new RawHttp(port);
                }
            }
        } finally {
            link.close();
        }
        long[] seen = Arrays.copyOf(nanos, (int) Math.min(good, TIMES_MAX));
        return new Seen(good, bad, LongBuffer.wrap(seen));
    }
}
