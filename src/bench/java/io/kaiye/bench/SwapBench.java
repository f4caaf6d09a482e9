package io.kaiye.bench;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Machine;
import io.kaiye.base.Progress;
import io.kaiye.model.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A long run over HTTP with changes of version under load; watches resident memory. */
public final class SwapBench implements Bench {
    private static final long TEXTS = 1_000_000;
    private static final int SWAPS = 50;
    private static final int CLIENTS = 8;
    private static final int TEXTS_A_CALL = 64;
    private static final int TENTHS = 10;

    /** Growth of resident memory after the first tenth that counts as noise. */
    private static final double GROWTH_MAX = 0.05;

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String purpose() {
        return "1,000,000 texts over HTTP with 50 changes of version: resident memory flat after"
                + " the first tenth, 0 failed calls (--texts N, --swaps N, --minutes N)";
    }

    /** Resident memory and speed at the end of a tenth, in bytes and texts. */
    private record Sample(long texts, long resident, long heap, double seconds, int version) {}

    @Override
    public void run(BenchContext context) throws Exception {
        long calls = Math.ceilDiv(context.number("texts", TEXTS), TEXTS_A_CALL);
        Path folder = BenchModels.encoder(context);
        List<byte[]> requests = requests();
        Duration most = Duration.ofMinutes(context.number("minutes", 60));
        try (Engine engine = new Engine(Machine.availableCores());
                BenchServer server = new BenchServer(engine, any -> engine.open(folder))) {
            context.out().println(BenchContext.machineLine());
            Watch watch =
                    new Watch(
                            server,
                            calls,
                            context.number("swaps", SWAPS),
                            most,
                            context.progress());
            Thread swapper = Thread.ofPlatform().name("swaps").start(watch::follow);
            HttpLoad.Result result =
                    new HttpLoad(server.port(), requests).run(CLIENTS, watch::next);
            watch.end();
            swapper.join();
            report(context, result, watch);
        }
    }

    private static List<byte[]> requests() {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < TEXTS_A_CALL; i++) {
            List<String> texts = new ArrayList<>();
            for (int t = 0; t < TEXTS_A_CALL; t++) {
                texts.add("card " + (i * TEXTS_A_CALL + t) % 997);
            }
            requests.add(HttpLoad.embeddings(BenchServer.MODEL, texts, true));
        }
        return requests;
    }

    /** Counts calls, changes versions at even distances, samples memory at every tenth. */
    private static final class Watch {
        private final BenchServer server;
        private final long calls;
        private final long swaps;
        private final long endNanos;
        private final long startNanos = System.nanoTime();
        private final Progress.Task task;
        private final AtomicLong begun = new AtomicLong();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final List<Sample> samples = new ArrayList<>();

        Watch(BenchServer server, long calls, long swaps, Duration most, Progress progress) {
            this.server = server;
            this.calls = calls;
            this.swaps = swaps;
            this.endNanos = startNanos + most.toNanos();
            this.task = progress.start("Serving", calls * TEXTS_A_CALL, "texts");
        }

        /** True while there are calls left and time. */
        boolean next(long number) {
            begun.accumulateAndGet(number, Math::max);
            task.advance(TEXTS_A_CALL);
            return number < calls && System.nanoTime() < endNanos;
        }

        void end() {
            ended.set(true);
        }

        void follow() {
            long swapped = 0;
            try {
                while (!ended.get()) {
                    if (swapped < swaps && begun.get() >= (swapped + 1) * calls / (swaps + 1)) {
                        server.swap();
                        swapped++;
                    }
                    if (begun.get() >= (samples.size() + 1L) * calls / TENTHS) {
                        sample();
                    }
                    Thread.sleep(20);
                }
                if (samples.size() < TENTHS) {
                    sample();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (KaiyeException e) {
                throw new IllegalStateException("a change of version failed", e);
            } finally {
                task.close();
            }
        }

        private void sample() {
            Runtime runtime = Runtime.getRuntime();
            samples.add(
                    new Sample(
                            Math.min(calls, begun.get()) * TEXTS_A_CALL,
                            Machine.residentBytes(),
                            runtime.totalMemory() - runtime.freeMemory(),
                            (System.nanoTime() - startNanos) / 1e9,
                            server.version()));
        }
    }

    private static void report(BenchContext context, HttpLoad.Result result, Watch watch) {
        context.out()
                .printf(
                        Locale.ROOT,
                        "%12s %14s %12s %9s %9s%n",
                        "texts",
                        "resident MB",
                        "heap MB",
                        "version",
                        "seconds");
        for (Sample sample : watch.samples) {
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%12d %14.1f %12.1f %9d %9.0f%n",
                            sample.texts(),
                            sample.resident() / 1e6,
                            sample.heap() / 1e6,
                            sample.version(),
                            sample.seconds());
        }
        double first = watch.samples.getFirst().resident();
        double growth = watch.samples.getLast().resident() / first - 1;
        context.out()
                .printf(
                        Locale.ROOT,
                        "%d texts in %.0f s, %.0f texts/s, %.0f tokens/s; call p50 %.0f ms, p99"
                                + " %.0f ms%n",
                        result.answers() * TEXTS_A_CALL,
                        result.seconds(),
                        result.answers() * TEXTS_A_CALL / result.seconds(),
                        result.tokensPerSecond(),
                        result.p50(),
                        result.p99());
        context.out()
                .printf(
                        Locale.ROOT,
                        "failed calls: %d (bar: 0, %s); resident memory after the first tenth:"
                                + " %+.1f%% (bar: at most +%.0f%%, %s)%n",
                        result.failures(),
                        result.failures() == 0 ? "met" : "MISSED",
                        100 * growth,
                        100 * GROWTH_MAX,
                        growth <= GROWTH_MAX ? "met" : "MISSED");
    }
}
