package io.kaiye.cli;

import io.kaiye.base.Durations;
import io.kaiye.data.DatasetVersion;
import io.kaiye.evaluate.LlmCall;
import io.kaiye.evaluate.Metric;
import io.kaiye.http.HttpServer;
import io.kaiye.http.HttpSettings;
import io.kaiye.registry.ModelVersion;
import io.kaiye.train.TrainingRequest;
import io.kaiye.train.TuneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole road on bundled data, end to end: what a newcomer runs first. */
@Command(
        name = "demo",
        description =
                "Run the whole road on bundled data: ladder, int8, report, server, questions.")
final class DemoCommand implements Callable<Integer> {
    /** Above what the cheapest recipe reaches on these desks, so that the ladder is climbed. */
    private static final double TARGET = 0.80;

    private static final Duration BUDGET = Duration.ofMinutes(2);

    private final Session session;
    private final List<String> registered = new ArrayList<>();

    @Option(names = "--exit", description = "Stop after the last table instead of serving on.")
    private boolean exit;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + HttpSettings.PORT,
            description = "Port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    DemoCommand(Session session) {
        this.session = session;
    }

    /** One line of the last table. */
    record Line(
            String model,
            String recipe,
            double accuracy,
            double low,
            double high,
            long sizeBytes,
            double tokensPerSecond,
            long costMicrosPer1000,
            long llmMicrosPer1000,
            String report) {}

    @Override
    public Integer call() throws InterruptedException {
        long start = System.nanoTime();
        ServeOptions options =
                new ServeOptions(HttpSettings.LOOPBACK, port, Optional.empty(), false);
        HttpServer.requireFree(HttpSettings.loopback(port));
        UntilStopped stop = session.untilStopped(() -> UntilStopped.words(registered));
        importDesks();
        List<TrainOutcome> trained = train();
        List<CompressOutcome> small = compress(trained);
        try (RunningServer server = session.workbench().serve(options)) {
            ask(server);
            finish(trained, small, Duration.ofNanos(System.nanoTime() - start));
            if (!exit) {
                serveOn(server, stop);
            }
        }
        return 0;
    }

    private void importDesks() {
        session.say("");
        session.say(
                "Kaiye opens two support desks for a home and garden shop, from labelled messages"
                        + " to paid answers.");
        head(1, "Data", "bundled; written for this demo");
        Path work = session.workbench().store().newWorkFolder("demo");
        try {
            for (DemoDesk desk : DemoDesk.ALL) {
                DatasetVersion version =
                        DemoData.imported(session.workbench().datasets(), work, desk.dataset());
                session.say(
                        String.format(
                                Locale.ROOT,
                                "   %s  %-8s %d labels, %s",
                                version.name(),
                                desk.language(),
                                version.labels().size(),
                                DataImportCommand.rows(version)));
            }
        } finally {
            session.workbench().store().deleteWorkFolder(work);
        }
    }

    private List<TrainOutcome> train() {
        head(
                2,
                "Ladder",
                "the cheapest recipe whose lower 95% bound passes " + Numbers.percent(TARGET));
        TrainJob job = new TrainJob(session.workbench(), session.passingProgress(), registered);
        List<TrainOutcome> outcomes = new ArrayList<>();
        for (DemoDesk desk : DemoDesk.ALL) {
            TrainOutcome outcome =
                    job.run(
                            new TrainOrder(
                                    desk.dataset(),
                                    desk.dataset(),
                                    TrainingRequest.AUTO,
                                    Metric.ACCURACY,
                                    OptionalDouble.of(TARGET),
                                    BUDGET,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    TrainingRequest.SEED_DEFAULT,
                                    TuneSettings.usual(),
                                    false,
                                    false,
                                    DemoDesk.SCOPE,
                                    false));
            session.say("   " + desk.dataset());
            TrainCommand.shortLadder(outcome.trained())
                    .forEach(line -> session.say("     " + line));
            session.say("   " + TrainCommand.verdict(outcome.trained()));
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private List<CompressOutcome> compress(List<TrainOutcome> trained) {
        head(3, "Compress", "int8 weights; layers that lose quality stay float");
        CompressJob job =
                new CompressJob(session.workbench(), session.passingProgress(), registered);
        List<CompressOutcome> outcomes = new ArrayList<>();
        for (TrainOutcome outcome : trained) {
            ModelVersion version = outcome.registration().version();
            if (!version.info().embeds()) {
                session.say("   " + version.model() + "  linear: small and fast as it is");
                continue;
            }
            CompressOutcome small =
                    job.run(
                            CompressOrder.int8(
                                    version.reference(), outcome.dataset().version().reference()));
            ModelVersion int8 = small.registration().version();
            if (!int8.champion()) {
                session.workbench()
                        .registry()
                        .promote(int8.reference(), "demo: int8 is as good and faster");
            }
            CompressCommand.lines(small).forEach(line -> session.say("   " + line));
            outcomes.add(small);
        }
        return outcomes;
    }

    private void ask(RunningServer server) {
        head(4, "Serve", server.address() + "/v1/classify");
        try (DemoClient client = new DemoClient(server.address())) {
            for (DemoDesk desk : DemoDesk.ALL) {
                client.classify(desk.dataset(), desk.questions().getFirst());
                for (String question : desk.questions()) {
                    DemoClient.Reply reply = client.classify(desk.dataset(), question);
                    session.say(String.format(Locale.ROOT, "   > %s", question));
                    session.say(
                            String.format(
                                    Locale.ROOT,
                                    "     %s  %.2f   %.1f ms",
                                    reply.label(),
                                    reply.confidence(),
                                    reply.millis()));
                }
            }
        }
    }

    private void finish(List<TrainOutcome> trained, List<CompressOutcome> small, Duration wall) {
        List<Line> lines = new ArrayList<>();
        trained.forEach(
                outcome ->
                        lines.add(
                                line(
                                        outcome.registration().version(),
                                        outcome.trained().recipe(),
                                        outcome.test().orElseThrow(),
                                        outcome.report().toString())));
        small.forEach(
                outcome ->
                        lines.add(
                                line(
                                        outcome.registration().version(),
                                        "int8",
                                        outcome.test().orElseThrow(),
                                        outcome.report().map(Path::toString).orElse(""))));
        head(
                5,
                "Open for business",
                "measured on the test rows, looked at once; " + Durations.spoken(wall) + " in all");
        Table table =
                new Table(
                        "version",
                        "recipe",
                        "accuracy (95%)",
                        "size",
                        "tokens/s",
                        "1,000 answers cost",
                        "from an LLM");
        for (Line line : lines) {
            table.row(
                    line.model(),
                    line.recipe(),
                    String.format(
                            Locale.ROOT,
                            "%.1f%% (%.1f–%.1f)",
                            line.accuracy() * 100,
                            line.low() * 100,
                            line.high() * 100),
                    Numbers.bytes(line.sizeBytes()),
                    Numbers.grouped(Math.round(line.tokensPerSecond())),
                    Numbers.dollars(line.costMicrosPer1000()),
                    Numbers.dollars(line.llmMicrosPer1000()));
        }
        List<String> text = new ArrayList<>();
        table.lines().forEach(line -> text.add("   " + line));
        text.add("");
        text.add("   LLM: " + llm());
        lines.forEach(line -> text.add("   report " + Path.of(line.report()).toUri()));
        session.result(text, Map.of("seconds", wall.toMillis() / 1000.0, "lines", lines));
    }

    private static String llm() {
        LlmCall call = LlmCall.TYPICAL;
        return String.format(
                Locale.ROOT,
                "%s at $%.2f and $%.2f per million tokens, %d tokens in and %d out for each answer",
                call.name(),
                call.inputMicrosPerMillion() / 1e6,
                call.outputMicrosPerMillion() / 1e6,
                call.inputTokens(),
                call.outputTokens());
    }

    private Line line(ModelVersion version, String recipe, Measured test, String report) {
        return new Line(
                version.reference(),
                recipe,
                test.evaluation().accuracy().value(),
                test.evaluation().accuracy().low(),
                test.evaluation().accuracy().high(),
                version.sizeBytes(),
                test.speed().tokensPerSecond(),
                test.speed().costMicrosPer1000(session.workbench().costRate()),
                LlmCall.TYPICAL.costMicrosPer1000(),
                report);
    }

    private void serveOn(RunningServer server, UntilStopped stop) throws InterruptedException {
        session.say("");
        session.say("Still serving at " + server.address() + " (Ctrl-C stops). Ask it yourself:");
        session.say(
                "  curl "
                        + server.address()
                        + "/v1/classify -H 'content-type: application/json' \\");
        session.say("    -d '{\"model\":\"support-en\",\"input\":\"where is my parcel?\"}'");
        stop.await(server.closeTimeMax());
        session.warn("Stopping: answering what is in hand ...");
    }

    private void head(int number, String what, String more) {
        session.say("");
        session.say(number + "  " + what + ": " + more);
    }
}
