package io.kaiye.cli;

import io.kaiye.registry.AliasMove;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Registry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves the champion alias, forward or back. */
abstract class ModelsMoveCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "MODEL",
            description = "name@3 or name@challenger; for rollback the name alone.")
    private String reference = "";

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why; kept in the history.")
    private String reason = "";

    ModelsMoveCommand(Session session) {
        this.session = session;
    }

    abstract AliasMove move(Registry registry, String reference, String reason);

    Registry registry() {
        return session.workbench().registry();
    }

    String reference() {
        return reference;
    }

    int result(String line, AliasMove move) {
        return session.result(List.of(line), move);
    }

    @Override
    public Integer call() {
        AliasMove move = move(registry(), reference, reason);
        String line =
                move.model()
                        + ": champion is version "
                        + move.to().map(Object::toString).orElse("-")
                        + move.from().map(from -> " (was " + from + ")").orElse("")
                        + ". A running server takes it over within a second.";
        return result(line, move);
    }

    /** Forward. */
    @Command(name = "promote", description = "Make a version the champion: the one that answers.")
    static final class Promote extends ModelsMoveCommand {
        Promote(Session session) {
            super(session);
        }

        @Override
        AliasMove move(Registry registry, String reference, String reason) {
            return registry.promote(reference, reason);
        }

        @Override
        public Integer call() {
            ModelVersion version = registry().resolve(reference());
            return version.champion() ? nothingToDo(version) : super.call();
        }

        private int nothingToDo(ModelVersion version) {
            String others =
                    registry().list(version.model()).stream()
                            .filter(other -> !other.champion())
                            .map(ModelVersion::reference)
                            .collect(Collectors.joining(", "));
            String line =
                    version.reference()
                            + " is the champion already; nothing was changed."
                            + (others.isEmpty() ? "" : " Others are " + others + ".");
            return result(line, lastMove(version.model()));
        }

        private AliasMove lastMove(String model) {
            return registry().history(model).stream()
                    .filter(move -> move.alias().equals(AliasMove.CHAMPION))
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
        }
    }

    /** Back. */
    @Command(name = "rollback", description = "Make the champion before this one champion again.")
    static final class Rollback extends ModelsMoveCommand {
        Rollback(Session session) {
            super(session);
        }

        @Override
        AliasMove move(Registry registry, String reference, String reason) {
            return registry.rollback(reference, reason);
        }
    }
}
