package io.kaiye.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code kill -9} of the whole server at random moments under load, many times. */
public final class KillBench implements Bench {
    private static final long ROUNDS = 200;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String purpose() {
        return "kill -9 under load, 200 rounds: every answer posted once, nothing else charged";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        long rounds = context.number("rounds", ROUNDS);
        context.out().println(BenchContext.machineLine());
        Path home = Files.createDirectories(context.workFolder().resolve("home"));
        String database = ShopHome.database(context);
        long start = System.nanoTime();
        KillRounds.Report report =
                new KillRounds(home, database, context.number("seed", 7)).run((int) rounds);
        List<String> problems = report.problems();
        context.out()
                .printf(
                        Locale.ROOT,
                        "%d rounds in %.0f s on %s: %,d answers received, each posted once, sums"
                                + " zero, nothing else charged: %s%n",
                        report.rounds(),
                        (System.nanoTime() - start) / 1e9,
                        ShopHome.address(database),
                        report.answered(),
                        problems.isEmpty() ? "met" : "MISSED " + problems);
    }
}
