package io.kaiye.cli;

import io.kaiye.base.Durations;
import io.kaiye.ledger.ApiKey;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.KeyTerms;
import io.kaiye.ledger.NewKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands over customers' keys. */
final class KeyCommands {
    private KeyCommands() {}

    static CommandLine all(Session session) {
        return new CommandLine(new All())
                .addSubcommand("create", new Create(session))
                .addSubcommand("list", new ListAll(session))
                .addSubcommand("revoke", new Revoke(session))
                .addSubcommand("rotate", new Rotate(session));
    }

    /** The group. */
    @Command(name = "key", description = "Create, list, revoke and rotate customers' keys.")
    private static final class All extends Group {}

    private static int shown(Session session, NewKey made) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("key", made.key());
        document.put("secret", made.secret().revealSecret());
        if (!session.json()) {
            session.warn(note(made.key()));
        }
        return session.result(List.of(made.secret().revealSecret()), document);
    }

    /** Not a part of the result, so that a script reads the key alone. */
    private static String note(ApiKey key) {
        return "A key of "
                + key.customer()
                + ", good until "
                + key.expiresAt().map(Instant::toString).orElse("it is revoked")
                + ". It is shown this once; only a hash of it is kept.";
    }

    /** Makes one. */
    @Command(name = "create", description = "Make a key for a customer, and show it once.")
    private static final class Create implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "CUSTOMER", description = "A customer's short name.")
        private String customer = "";

        @Option(
                names = "--models",
                paramLabel = "MODEL",
                split = ",",
                description = "The models it may ask, joined by commas. Without it: all.")
        private List<String> models = List.of();

        @Option(
                names = "--endpoints",
                paramLabel = "ENDPOINT",
                split = ",",
                description =
                        "What it may call: chat, classify, embeddings, feedback, models. Without"
                                + " it: all.")
        private List<String> endpoints = List.of();

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "How long it is good, such as 90d. Without it: until it is revoked.")
        private @Nullable String expires;

        Create(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Optional<Duration> life =
                    Optional.ofNullable(expires).map(typed -> Durations.parse("--expires", typed));
            KeyTerms terms = new KeyTerms(models, endpoints, life);
            return shown(
                    session, session.workbench().keys().create(new CustomerId(customer), terms));
        }
    }

    /** One line each. */
    @Command(name = "list", description = "List keys by their prefix.")
    private static final class ListAll implements Callable<Integer> {
        private final Session session;

        @Parameters(
                paramLabel = "CUSTOMER",
                arity = "0..1",
                description = "Of this customer. Without it: of all.")
        private @Nullable String customer;

        ListAll(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            List<ApiKey> keys =
                    session.workbench()
                            .keys()
                            .list(Optional.ofNullable(customer).map(CustomerId::new));
            Table table = new Table("key", "customer", "state", "models", "endpoints", "expires");
            keys.forEach(
                    key ->
                            table.row(
                                    key.prefix(),
                                    key.customer(),
                                    key.state(Instant.now()).name().toLowerCase(Locale.ROOT),
                                    allOr(key.terms().models()),
                                    allOr(key.terms().endpoints()),
                                    key.expiresAt().map(Instant::toString).orElse("never")));
            List<String> none = List.of("No keys yet. Make one:  kaiye key create CUSTOMER");
            return session.result(keys.isEmpty() ? none : new ArrayList<>(table.lines()), keys);
        }

        private static String allOr(List<String> names) {
            return names.isEmpty() ? "all" : String.join(",", names);
        }
    }

    /** Takes one back. */
    @Command(name = "revoke", description = "Take a key back at once, for good.")
    private static final class Revoke implements Callable<Integer> {
        private final Session session;

        @Parameters(
                paramLabel = "KEY",
                description = "The whole key, or the 12 digits that key list shows.")
        private String key = "";

        Revoke(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            ApiKey revoked = session.workbench().keys().revoke(key);
            return session.result(
                    List.of(
                            "The key "
                                    + revoked.prefix()
                                    + " of "
                                    + revoked.customer()
                                    + " is revoked."),
                    revoked);
        }
    }

    /** Makes one that takes the place of another. */
    @Command(name = "rotate", description = "Make a key on the terms of another, which soon ends.")
    private static final class Rotate implements Callable<Integer> {
        private final Session session;

        @Parameters(
                paramLabel = "KEY",
                description = "The whole key, or the 12 digits that key list shows.")
        private String key = "";

        @Option(
                names = "--overlap",
                paramLabel = "TIME",
                defaultValue = "24h",
                description = "How long the old one stays good. Default: ${DEFAULT-VALUE}.")
        private String overlap = "";

        Rotate(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Duration time = Durations.parse("--overlap", overlap);
            return shown(session, session.workbench().keys().rotate(key, time));
        }
    }
}
