package io.kaiye.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.kaiye.base.Machine;
import io.kaiye.model.Engine;
import io.kaiye.model.Input;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;

/** {@code /v1/embeddings} under load from the same machine, and for a single caller. */
public final class ServeBench implements Bench {
    private static final int CLIENTS = 64;
    private static final double TOKENS_BAR = 11_400;
    private static final double MILLIS_BAR = 6;
    private static final int SINGLE_REQUESTS = 500;
    private static final String TEXTS_SUM = "kaiye_batch_texts_sum";
    private static final String BATCHES = "kaiye_batch_texts_count";

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String purpose() {
        return "/v1/embeddings, int8 bge-small-en, 64 clients on the same cores: >= 11,400"
                + " tokens/s; one client: p50 <= 6 ms (--seconds N, --clients N, --fp32)";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        List<String> texts = texts(context.data("banking77/test.csv"));
        Path folder = BenchModels.encoder(context);
        try (Engine engine = new Engine(Machine.availableCores());
                Model model = engine.open(folder);
                BenchServer server = new BenchServer(engine, any -> engine.open(folder))) {
            Round round = new Round(context, server);
            context.out().println(BenchContext.machineLine());
            context.out()
                    .println(
                            "bge-small-en, "
                                    + model.info().precision()
                                    + ", texts of Banking77's test split; callers and server share"
                                    + " the cores");
            round.warm(requests(texts, 1, false));
            round.warm(requests(texts, 1, true));
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%-34s %9s %10s %8s %6s %8s %8s %8s%n",
                            "",
                            "tokens/s",
                            "per CPU s",
                            "calls/s",
                            "batch",
                            "p50 ms",
                            "p95 ms",
                            "p99 ms");
            alone(context, engine, model, texts);
            HttpLoad.Result one = round.load("1 text a call, base64", requests(texts, 1, true));
            round.load("1 text a call, floats", requests(texts, 1, false));
            round.load("16 texts a call, base64", requests(texts, 16, true));
            HttpLoad.Result single = round.single(requests(texts, 1, true));
            alone(context, engine, model, texts);
            bars(context, one, single);
        }
    }

    private static void bars(BenchContext context, HttpLoad.Result one, HttpLoad.Result single) {
        context.out()
                .printf(
                        Locale.ROOT,
                        "bars: 64 clients >= 11,400 tokens/s %s; 1 client p50 <= 6 ms %s%n",
                        met(one.tokensPerSecond() >= TOKENS_BAR),
                        met(single.p50() <= MILLIS_BAR));
    }

    /** The engine without a server, in the same run, as the measure of the other figures. */
    private static void alone(
            BenchContext context, Engine engine, Model model, List<String> texts) {
        engine.runAll(model, texts.subList(0, 512), Want.EMBEDDING, context.progress());
        long tokens = texts.stream().map(model::prepare).mapToLong(Input::length).sum();
        long start = System.nanoTime();
        double cpuStart = HttpLoad.cpuSeconds();
        engine.runAll(model, texts, Want.EMBEDDING, context.progress());
        double seconds = (System.nanoTime() - start) / 1e9;
        context.out()
                .printf(
                        Locale.ROOT,
                        "%-34s %9.0f %10.0f%n",
                        "engine alone, sorted texts",
                        tokens / seconds,
                        tokens / (HttpLoad.cpuSeconds() - cpuStart));
    }

    /** Measurements against one server. */
    private record Round(BenchContext context, BenchServer server) {
        private int clients() {
            return (int) context.number("clients", CLIENTS);
        }

        private LongPredicate forTheTime() {
            Duration time = Duration.ofSeconds(context.number("seconds", 20));
            long end = System.nanoTime() + time.toNanos();
            return number -> System.nanoTime() < end;
        }

        /** Until the JVM has compiled what is hot, the figures are those of its compiler. */
        void warm(List<byte[]> requests) throws Exception {
            new HttpLoad(server.port(), requests).run(clients(), forTheTime());
        }

        HttpLoad.Result load(String what, List<byte[]> requests) throws Exception {
            return measured(clients() + " clients, " + what, clients(), requests, forTheTime());
        }

        HttpLoad.Result single(List<byte[]> requests) throws Exception {
            new HttpLoad(server.port(), requests).run(1, number -> number < SINGLE_REQUESTS);
            return measured(
                    "1 client, 1 text a call", 1, requests, number -> number < SINGLE_REQUESTS);
        }

        private HttpLoad.Result measured(
                String what, int callers, List<byte[]> requests, LongPredicate goOn)
                throws Exception {
            double texts = server.counted(TEXTS_SUM);
            double batches = server.counted(BATCHES);
            HttpLoad.Result result = new HttpLoad(server.port(), requests).run(callers, goOn);
            double batch =
                    (server.counted(TEXTS_SUM) - texts) / (server.counted(BATCHES) - batches);
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%-34s %9.0f %10.0f %8.0f %6.1f %8.1f %8.1f %8.1f  %s%n",
                            what,
                            result.tokensPerSecond(),
                            result.tokensPerCpuSecond(),
                            result.answers() / result.seconds(),
                            batch,
                            result.p50(),
                            result.p95(),
                            result.p99(),
                            result.failures() == 0 ? "" : result.failures() + " FAILED");
            return result;
        }
    }

    private static List<byte[]> requests(List<String> texts, int each, boolean base64) {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i + each <= texts.size(); i += each) {
            requests.add(
                    HttpLoad.embeddings(BenchServer.MODEL, texts.subList(i, i + each), base64));
        }
        return requests;
    }

    static List<String> texts(Path csv) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            return reader.stream().map(row -> row.getField("text")).toList();
        }
    }

    private static String met(boolean met) {
        return met ? "met" : "MISSED";
    }
}
