package io.kaiye.bench;

import io.kaiye.base.Json;
import io.kaiye.ledger.Ledger;
import io.kaiye.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server that is killed again and again while callers ask. Each request has its idempotency key
 * and is sent again until it is answered; then the books are compared with what the callers got.
 */
public final class KillRounds {
    private static final int CALLERS = 8;
    private static final int LIFE_MILLIS_MIN = 50;
    private static final int LIFE_MILLIS_MAX = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMillis(20);

    private final Path home;
    private final String database;
    private final Random random;
    private final Map<String, String> answered = new ConcurrentHashMap<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * @param home empty so far
     * @param database where the books are; empty for the home
     */
    public KillRounds(Path home, String database, long seed) {
        this.home = home;
        this.database = database;
        this.random = new Random(seed);
    }

    /**
     * What the books say in the end.
     *
     * @param answered requests that callers got an answer to
     * @param problems empty if every one of them is posted once, nothing else is charged and the
     *     sums are right
     */
    public record Report(int rounds, int answered, List<String> problems) {}

    /** Runs it once. */
    public Report run(int rounds) throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess mock = ServerProcess.ofPort(MockProvider.class)) {
            String key;
            try (Store store = Store.open(home, ShopHome.address(database))) {
                key = ShopHome.make(store, mock.port(), 1L << 40);
            }
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> callers = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    String name = "caller-" + i + "-";
                    callers.add(threads.submit(() -> call(port, key, name)));
                }
                try {
                    for (int round = 0; round < rounds; round++) {
                        ServerProcess server = server(port);
                        Thread.sleep(random.nextInt(LIFE_MILLIS_MIN, LIFE_MILLIS_MAX));
                        server.kill();
                    }
                    try (ServerProcess last = server(port)) {
                        stopping.set(true);
                        for (Future<?> caller : callers) {
                            caller.get();
                        }
                        last.ready("/health/live");
                    }
                } finally {
                    stopping.set(true);
                    threads.shutdownNow();
                }
            }
        }
        return new Report(rounds, answered.size(), problems());
    }

    private ServerProcess server(int port) throws IOException, InterruptedException {
        List<String> command = ShopHome.server(home, port);
        Map<String, String> environment = ShopHome.environment(database);
        return ServerProcess.start("kaiye", home.resolve("server.log"), port, command, environment)
                .ready("/health/ready");
    }

    private void call(int port, String key, String name) {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .build()) {
            for (int number = 0; !stopping.get(); number++) {
                String request = name + number;
                answered.put(request, untilAnswered(client, port, key, request));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String untilAnswered(HttpClient client, int port, String key, String request)
            throws InterruptedException {
        Map<String, Object> message = Map.of("role", "user", "content", request);
        Map<String, Object> body = Map.of("model", ShopHome.MODEL, "messages", List.of(message));
        HttpRequest call =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                        .timeout(PATIENCE)
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .header("idempotency-key", request)
                        .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)))
                        .build();
        while (true) {
            try {
                HttpResponse<String> response =
                        client.send(call, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return response.headers().firstValue("x-kaiye-answer-id").orElseThrow();
                }
            } catch (IOException e) {
                // killed: the same again
            }
            Thread.sleep(AGAIN);
        }
    }

    private List<String> problems() {
        try (Store store = Store.open(home, ShopHome.address(database))) {
            List<String> problems = new ArrayList<>(new Ledger(store).problems());
            Set<String> charged = new HashSet<>();
            store.read(
                            sql ->
                                    sql.query(
                                            "SELECT id FROM answer WHERE price_micros > 0"
                                                    + " OR included_answers > 0"))
                    .forEach(row -> charged.add(row.text("id")));
            Set<String> received = new HashSet<>(answered.values());
            if (received.size() != answered.size()) {
                problems.add("two requests got the same answer");
            }
            for (String id : received) {
                if (!charged.remove(id)) {
                    problems.add("the answer " + id + " was received and is not posted");
                }
            }
            charged.forEach(id -> problems.add("the answer " + id + " was charged to nobody"));
            return problems;
        }
    }
}
