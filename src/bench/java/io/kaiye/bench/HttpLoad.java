package io.kaiye.bench;

import io.kaiye.base.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
        return RawHttp.post("/v1/embeddings", "", body);
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
        RawHttp connection = new RawHttp(port);
        try {
            long number = next.getAndIncrement();
            while (goOn.test(number)) {
                byte[] request = requests.get((int) (number % requests.size()));
                answers.add(ask(connection, request));
                if (connection.ending()) {
                    connection.close();
                    connection = new RawHttp(port);
                }
                number = next.getAndIncrement();
            }
            return answers;
        } finally {
            connection.close();
        }
    }

    private static Answer ask(RawHttp connection, byte[] request) throws IOException {
        long start = System.nanoTime();
        int status = connection.ask(request);
        return new Answer(status, tokens(connection), System.nanoTime() - start);
    }

    /** The count stands near the end of the answer. */
    private static long tokens(RawHttp connection) {
        byte[] body = connection.body();
        int length = connection.length();
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
}
