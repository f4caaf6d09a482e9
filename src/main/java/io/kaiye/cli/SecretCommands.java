package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.gateway.SecretStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands over the encrypted store of upstreams' keys. A secret is never an argument. */
final class SecretCommands {
    private SecretCommands() {}

    static CommandLine all(Session session) {
        return new CommandLine(new All())
                .addSubcommand("set", new Set(session))
                .addSubcommand("list", new ListAll(session))
                .addSubcommand("remove", new Remove(session));
    }

    /** The group. */
    @Command(name = "secret", description = "Keep the keys of upstreams, encrypted.")
    private static final class All extends Group {}

    /** Keeps one. */
    @Command(
            name = "set",
            description = "Keep a secret; its value is the first line of stdin, or a variable.")
    private static final class Set implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "NAME", description = "What gateway.yaml calls it.")
        private String name = "";

        @Option(
                names = "--from-env",
                paramLabel = "VARIABLE",
                description = "Take the value from this variable of the environment.")
        private @Nullable String variable;

        Set(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            session.workbench().secrets().set(name, value());
            return session.result(
                    List.of("Kept. Write into gateway.yaml:  key: secret:" + name),
                    Map.of("name", name));
        }

        private String value() {
            if (variable != null) {
                String value = System.getenv(variable);
                if (value == null || value.isBlank()) {
                    throw new KaiyeException(
                            ErrorCode.INVALID_ARGUMENT,
                            "The environment has no variable " + variable + ".");
                }
                return value.strip();
            }
            if (session.terminal()) {
                session.warn("Type or paste the secret, then Enter:");
            }
            try {
                String line =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                                .readLine();
                return line == null ? "" : line.strip();
            } catch (IOException e) {
                throw new KaiyeException(ErrorCode.INVALID_ARGUMENT, "Cannot read stdin.", e);
            }
        }
    }

    /** The names. */
    @Command(name = "list", description = "List the names of the secrets.")
    private static final class ListAll implements Callable<Integer> {
        private final Session session;

        ListAll(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            List<String> names = session.workbench().secrets().names();
            List<String> none = List.of("No secrets yet. Keep one:  kaiye secret set NAME");
            return session.result(names.isEmpty() ? none : names, names);
        }
    }

    /** Forgets one. */
    @Command(name = "remove", description = "Forget a secret.")
    private static final class Remove implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "NAME", description = "As list shows it.")
        private String name = "";

        Remove(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            SecretStore secrets = session.workbench().secrets();
            if (!secrets.remove(name)) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "There is no secret '"
                                + name
                                + "'. "
                                + Suggestions.didYouMean(name, secrets.names())
                                + "`kaiye secret list` lists them.");
            }
            return session.result(List.of("Forgotten: " + name), Map.of("name", name));
        }
    }
}
