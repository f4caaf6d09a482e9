package io.kaiye.cli;

import io.kaiye.http.HttpSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves every model's champion until Ctrl-C. */
@Command(name = "up", description = "Serve the champions of all models over HTTP until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + HttpSettings.PORT,
            description = "Port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = HttpSettings.LOOPBACK,
            description =
                    "Address to listen on; anything but loopback needs --token or --keys. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String bind = "";

    @Option(
            names = "--token",
            paramLabel = "SECRET",
            description =
                    "What you, the operator, send as 'Authorization: Bearer SECRET'; or"
                            + " KAIYE_TOKEN.")
    private @Nullable String token;

    @Option(
            names = "--keys",
            description = "Let nobody in who shows neither a customer's key nor the token.")
    private boolean keys;

    UpCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServeOptions options = new ServeOptions(bind, port, secret(), keys);
        session.warn("Loading models ...");
        UntilStopped stop = session.untilStopped(() -> "Stopped.");
        try (RunningServer server = session.workbench().serve(options)) {
            welcome(server);
            stop.await(server.closeTimeMax());
            session.warn("Stopping: answering what is in hand ...");
        }
        return 0;
    }

    private Optional<String> secret() {
        return Optional.ofNullable(token == null ? System.getenv("KAIYE_TOKEN") : token);
    }

    private void welcome(RunningServer server) {
        List<String> models = server.models();
        session.say("Kaiye answers at " + server.address() + " (Ctrl-C stops).");
        if (!server.chatModels().isEmpty()) {
            session.say("Upstream models and routes: " + String.join(", ", server.chatModels()));
        }
        if (!models.isEmpty()) {
            session.say("Models: " + String.join(", ", models));
        } else if (server.chatModels().isEmpty()) {
            session.say("No models yet: train one with  kaiye train NAME --data DATASET");
            session.say("It is served as soon as it is there; no restart is needed.");
            return;
        }
        session.say("Try:");
        session.say(example(server));
    }

    private String example(RunningServer server) {
        List<String> classifiers = server.classifiers();
        if (!classifiers.isEmpty()) {
            return curl(server, "classify", classifiers.getFirst(), "\"input\":\"your text\"");
        }
        return server.models().isEmpty()
                ? curl(
                        server,
                        "chat/completions",
                        server.chatModels().getFirst(),
                        "\"messages\":[{\"role\":\"user\",\"content\":\"your text\"}]")
                : curl(server, "embeddings", server.models().getFirst(), "\"input\":\"your text\"");
    }

    /** To be pasted as it is; a secret is not printed. */
    private String curl(RunningServer server, String route, String model, String what) {
        return "  curl "
                + server.address()
                + "/v1/"
                + route
                + shown().map(who -> " -H \"authorization: Bearer " + who + "\"").orElse("")
                + " -H 'content-type: application/json' -d '{\"model\":\""
                + model
                + "\","
                + what
                + "}'";
    }

    /** What has to be shown; nothing where nothing is asked for. */
    private Optional<String> shown() {
        if (secret().isPresent()) {
            return Optional.of(token == null ? "$KAIYE_TOKEN" : "SECRET");
        }
        return keys ? Optional.of("kaiye_...") : Optional.empty();
    }
}
