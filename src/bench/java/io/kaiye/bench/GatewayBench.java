package io.kaiye.bench;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.AccountId;
import io.kaiye.ledger.Ledger;
import io.kaiye.store.Store;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A chat call of 300 bytes through Kaiye with its books on, against the bare upstream, nginx in
 * front of it and the gateway of Portkey, all in one run over one mock upstream. Then, with {@code
 * --requests N}, memory over so many requests.
 */
public final class GatewayBench implements Bench {
    private static final int CONNECTIONS = 32;
    private static final long SECONDS = 8;
    private static final long ROUNDS = 3;
    private static final Duration WARM_MAX = Duration.ofSeconds(20);
    private static final long WARM_ANSWERS = 200_000;
    private static final long QUOTA = 1L << 40;
    private static final String PATH = "/v1/chat/completions";
    private static final String PORTKEY = "@portkey-ai/gateway@1.15.2";

    /** 300 bytes. */
    private static final String BODY =
            "{\"model\":\"mock\",\"messages\":[{\"role\":\"system\",\"content\":\"You answer"
                    + " customers of a web shop in one short and friendly sentence.\"},{\"role\":"
                    + "\"user\",\"content\":\"My parcel with the number 4711 was to come yesterday"
                    + " and is not here yet! Where is it, and when will it come at"
                    + " last?\"}],\"temperature\":0.2000000}";

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String purpose() {
        return "a chat call with the books on: >= 10 x Portkey, p50 <= nginx + 0.5 ms, flat memory";
    }

    /** A way to the upstream. */
    private record Way(String name, ServerProcess server, ChatLoad load) {}

    /** What was seen of a way, one entry a round. */
    private record Seen(
            List<Double> perSecond, List<Double> micros, List<Double> p50, List<Double> p99) {
        Seen() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    @Override
    public void run(BenchContext context) throws Exception {
        Path work = context.workFolder();
        List<ServerProcess> started = new ArrayList<>();
        context.out().println(BenchContext.machineLine());
        context.out().printf(Locale.ROOT, "a call has %d bytes%n", BODY.length());
        try {
            ServerProcess mock = ServerProcess.ofPort(MockProvider.class);
            started.add(mock);
            Path home = work.resolve("home");
            String key;
            try (Store store = Store.open(home)) {
                key = ShopHome.make(store, mock.port(), QUOTA);
            }
            ServerProcess kaiye = kaiye(work, home);
            started.add(kaiye);
            List<Way> ways = new ArrayList<>();
            ways.add(new Way("bare upstream", mock, load(mock, List.of())));
            if (!context.flag("alone")) {
                started.add(nginx(work, mock.port()));
                ways.add(new Way("nginx", started.getLast(), load(started.getLast(), List.of())));
            }
            List<String> bearer = List.of("Authorization: Bearer " + key);
            ways.add(new Way("kaiye", kaiye, load(kaiye, bearer)));
            if (!context.flag("alone")) {
                started.add(portkey(work));
                ServerProcess portkey = started.getLast();
                ways.add(new Way("portkey", portkey, load(portkey, portkeyHeaders(mock))));
            }
            Map<String, Seen> seen = measure(context, ways);
            table(context.out(), seen);
            long requests = context.number("requests", 0);
            if (requests > 0) {
                memory(context.out(), kaiye, ways.get(context.flag("alone") ? 1 : 2), requests);
            }
            kaiye.close();
            books(context.out(), home);
        } finally {
            started.reversed().forEach(ServerProcess::close);
        }
    }

    private static ChatLoad load(ServerProcess server, List<String> headers) {
        return new ChatLoad(server.port(), PATH, headers, BODY);
    }

    private static ServerProcess kaiye(Path work, Path home) throws Exception {
        int port = ServerProcess.freePort();
        return ServerProcess.start(
                        "kaiye",
                        work.resolve("kaiye.log"),
                        port,
                        ShopHome.server(home, port),
                        Map.of())
                .ready("/health/ready");
    }

    private static ServerProcess nginx(Path work, int upstream) throws Exception {
        int port = ServerProcess.freePort();
        Path config = work.resolve("nginx.conf");
        Files.writeString(
                config,
                """
                worker_processes auto;
                pid nginx.pid;
                error_log stderr;
                events { worker_connections 512; }
                http {
                  access_log off;
                  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                  upstream provider { server 127.0.0.1:%d; keepalive 64; }
                  server {
                    listen 127.0.0.1:%d;
                    keepalive_requests 100000000;
                    location / {
                      proxy_pass http://provider;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                    }
                  }
                }
                """
                        .formatted(upstream, port));
        List<String> command =
                List.of(
                        "nginx",
                        "-p",
                        work.toString(),
                        "-c",
                        config.toString(),
                        "-g",
                        "daemon off;");
        return ServerProcess.start("nginx", work.resolve("nginx.log"), port, command, Map.of())
                .ready("");
    }

    private static ServerProcess portkey(Path work) throws Exception {
        Path log = work.resolve("portkey.log");
        Process install =
                new ProcessBuilder(
                                "npm",
                                "install",
                                "--prefix",
                                work.toString(),
                                "--no-audit",
                                "--no-fund",
                                PORTKEY)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (install.waitFor() != 0) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "npm could not fetch " + PORTKEY + "; see " + log);
        }
        int port = ServerProcess.freePort();
        Path server = work.resolve("node_modules/@portkey-ai/gateway/build/start-server.js");
        List<String> command = List.of("node", server.toString(), "--port=" + port, "--headless");
        return ServerProcess.start("portkey", log, port, command, Map.of()).ready("");
    }

    private static List<String> portkeyHeaders(ServerProcess mock) {
        return List.of(
                "x-portkey-provider: openai",
                "x-portkey-custom-host: http://127.0.0.1:" + mock.port() + "/v1",
                "Authorization: Bearer sk-bench");
    }

    private static Map<String, Seen> measure(BenchContext context, List<Way> ways)
            throws Exception {
        Duration time = Duration.ofSeconds(context.number("seconds", SECONDS));
        Map<String, Seen> seen = new LinkedHashMap<>();
        for (Way way : ways) {
            way.load().run(CONNECTIONS, WARM_MAX, WARM_ANSWERS);
            seen.put(way.name(), new Seen());
        }
        for (long round = 0; round < context.number("rounds", ROUNDS); round++) {
            for (Way way : ways) {
                Duration before = way.server().processorTime();
                ChatLoad.Result many = way.load().run(CONNECTIONS, time, Long.MAX_VALUE);
                Duration used = way.server().processorTime().minus(before);
                ChatLoad.Result one = way.load().run(1, time, Long.MAX_VALUE);
                if (many.bad() + one.bad() > 0) {
                    throw new KaiyeException(
                            ErrorCode.INTERNAL,
                            way.name() + " failed " + (many.bad() + one.bad()) + " calls.");
                }
                Seen mine = seen.get(way.name());
                if (mine != null) {
                    mine.perSecond().add(many.perSecond());
                    mine.micros().add(used.toNanos() / 1e3 / many.good());
                    mine.p50().add(one.millis(0.5));
                    mine.p99().add(one.millis(0.99));
                }
            }
        }
        return seen;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void table(PrintStream out, Map<String, Seen> seen) {
        out.printf(
                "%-14s %14s %12s %12s %10s%n",
                "way", "answers/s, 32", "CPU us, 32", "p50 ms, 1", "p99 ms, 1");
        seen.forEach(
                (name, one) ->
                        out.printf(
                                Locale.ROOT,
                                "%-14s %,14.0f %12.0f %12.3f %10.3f%n",
                                name,
                                median(one.perSecond()),
                                median(one.micros()),
                                median(one.p50()),
                                median(one.p99())));
        Seen kaiye = seen.get("kaiye");
        Seen nginx = seen.get("nginx");
        Seen portkey = seen.get("portkey");
        if (kaiye == null || nginx == null || portkey == null) {
            return;
        }
        double times = median(kaiye.perSecond()) / median(portkey.perSecond());
        double p50 = median(kaiye.p50()) - median(nginx.p50());
        double p99 = median(kaiye.p99()) - median(nginx.p99());
        out.printf(
                Locale.ROOT,
                "kaiye / portkey %.1f  bar >= 10  %s%n",
                times,
                times >= 10 ? "met" : "MISSED");
        out.printf(
                Locale.ROOT,
                "kaiye - nginx p50 %.3f ms  bar <= 0.5  %s; p99 %.3f ms  bar <= 2  %s%n",
                p50,
                p50 <= 0.5 ? "met" : "MISSED",
                p99,
                p99 <= 2 ? "met" : "MISSED");
    }

    private static void memory(PrintStream out, ServerProcess kaiye, Way way, long requests)
            throws Exception {
        long step = Math.max(1, requests / 10);
        List<Double> megabytes = new ArrayList<>();
        for (long sent = 0; sent < requests; sent += step) {
            way.load().run(CONNECTIONS, Duration.ofHours(1), step);
            megabytes.add(kaiye.residentKilobytes() / 1024.0);
            out.printf(
                    Locale.ROOT,
                    "after %,10d requests: %,.0f MB resident%n",
                    sent + step,
                    megabytes.getLast());
        }
        double slope =
                (megabytes.getLast() - megabytes.getFirst()) / (megabytes.size() - 1) / step * 1e6;
        out.printf(
                Locale.ROOT,
                "slope after the first tenth: %.1f MB for each million requests%n",
                slope);
    }

    private static void books(PrintStream out, Path home) throws IOException {
        try (Store store = Store.open(home)) {
            Ledger ledger = new Ledger(store);
            List<String> problems = ledger.problems();
            long earned =
                    ledger.balance(new AccountId("revenue:answers:usd"))
                            .orElseThrow()
                            .balanceMicros();
            out.printf(
                    Locale.ROOT,
                    "the books %s; %,d micros were earned%n",
                    problems.isEmpty() ? "add up" : "do not add up: " + problems,
                    earned);
        }
    }
}
