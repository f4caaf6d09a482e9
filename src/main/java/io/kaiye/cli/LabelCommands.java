package io.kaiye.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Everything under {@code kaiye data label}. */
final class LabelCommands {
    private LabelCommands() {}

    static CommandLine all(Session session) {
        return new CommandLine(new LabelGroup())
                .addSubcommand("errors", new LabelErrorsCommand(session))
                .addSubcommand("simulate", new LabelSimulateCommand(session))
                .addSubcommand("queue", new LabelQueueCommand(session))
                .addSubcommand("next", new LabelNextCommand(session))
                .addSubcommand("give", new LabelGiveCommand(session))
                .addSubcommand("status", new LabelStatusCommand(session))
                .addSubcommand("finish", new LabelFinishCommand(session))
                .addSubcommand("selftrain", new LabelSelftrainCommand(session));
    }

    /** The group itself. */
    @Command(
            name = "label",
            description = "Find wrong labels, buy those that teach most, spread what is there.")
    static final class LabelGroup extends Group {}
}
