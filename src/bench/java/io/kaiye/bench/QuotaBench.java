package io.kaiye.bench;

import io.kaiye.ledger.Ledger;
import io.kaiye.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One quota of 10,000 answers, three nodes, 64 callers that ask for more. */
public final class QuotaBench implements Bench {
    private static final long QUOTA = 10_000;
    private static final int NODES = 3;
    private static final int CALLERS = 64;
    private static final long ASKED = 12_000;
    private static final String BODY =
            "{\"model\":\"mock\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    @Override
    public String name() {
        return "quota";
    }

    @Override
    public String purpose() {
        return "quota of 10,000, 64 callers, 3 nodes: 10,000 granted, none over, none refused"
                + " before";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        context.out().println(BenchContext.machineLine());
        long quota = context.number("quota", QUOTA);
        Path home = Files.createDirectories(context.workFolder().resolve("home"));
        String database = ShopHome.database(context);
        List<ServerProcess> servers = new ArrayList<>();
        try {
            servers.add(ServerProcess.ofPort(MockProvider.class));
            String key;
            try (Store store = Store.open(home, ShopHome.address(database))) {
                key = ShopHome.make(store, servers.getFirst().port(), quota);
            }
            List<ChatLoad> loads = new ArrayList<>();
            Map<String, String> environment = ShopHome.environment(database);
            for (int i = 0; i < NODES; i++) {
                int port = ServerProcess.freePort();
                Path log = home.resolve("node-" + i + ".log");
                List<String> command = ShopHome.server(home, port);
                servers.add(
                        ServerProcess.start("node " + i, log, port, command, environment)
                                .ready("/health/ready"));
                List<String> headers = List.of("Authorization: Bearer " + key);
                loads.add(new ChatLoad(port, "/v1/chat/completions", headers, BODY));
            }
            ask(context, loads, quota);
        } finally {
            servers.reversed().forEach(ServerProcess::close);
        }
        try (Store store = Store.open(home, ShopHome.address(database))) {
            List<String> problems = new Ledger(store).problems();
            context.out().println(problems.isEmpty() ? "the books add up" : problems.toString());
        }
    }

    private static void ask(BenchContext context, List<ChatLoad> loads, long quota)
            throws Exception {
        long granted = 0;
        long refused = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ChatLoad.Result>> all = new ArrayList<>();
            int each = CALLERS / NODES;
            long most = quota * ASKED / QUOTA / NODES;
            for (int i = 0; i < NODES; i++) {
                ChatLoad load = loads.get(i);
                int callers = i == 0 ? CALLERS - each * (NODES - 1) : each;
                all.add(threads.submit(() -> load.run(callers, Duration.ofMinutes(10), most)));
            }
            for (Future<ChatLoad.Result> one : all) {
                granted += one.get().good();
                refused += one.get().bad();
            }
        }
        context.out()
                .printf(
                        Locale.ROOT,
                        "%,d granted of a quota of %,d, %,d refused, %d nodes, %d callers: %s%n",
                        granted,
                        quota,
                        refused,
                        NODES,
                        CALLERS,
                        granted == quota ? "met" : "MISSED");
    }
}
