package io.kaiye.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** The commands in the order that help lists them. */
final class Commands {
    private Commands() {}

    static Map<String, CommandLine> all(Session session, Benches benches) {
        Map<String, CommandLine> commands = new LinkedHashMap<>();
        commands.put("demo", new CommandLine(new DemoCommand(session)));
        commands.put("up", new CommandLine(new UpCommand(session)));
        commands.put("data", data(session));
        commands.put("person", PersonCommands.all(session));
        commands.put("audit", new CommandLine(new AuditCommand(session)));
        commands.put("train", new CommandLine(new TrainCommand(session)));
        commands.put("eval", new CommandLine(new EvalCommand(session)));
        commands.put("predict", new CommandLine(new PredictCommand(session)));
        commands.put("compress", new CommandLine(new CompressCommand(session)));
        commands.put("models", models(session));
        commands.put("customer", CustomerCommands.all(session));
        commands.put("key", KeyCommands.all(session));
        commands.put("plan", PlanCommands.all(session));
        commands.put("invoice", InvoiceCommands.all(session));
        commands.put("secret", SecretCommands.all(session));
        commands.put("usage", UsageCommand.all(session));
        commands.put("cascade", CascadeCommands.all(session));
        commands.put("doctor", new CommandLine(new DoctorCommand(session)));
        commands.put("bench", new CommandLine(new BenchCommand(session, benches)));
        commands.put("version", new CommandLine(new VersionCommand(session)));
        return commands;
    }

    private static CommandLine data(Session session) {
        return new CommandLine(new DataCommand())
                .addSubcommand("import", new DataImportCommand(session))
                .addSubcommand("list", new DataListCommand(session))
                .addSubcommand("show", new DataShowCommand(session))
                .addSubcommand("lineage", new DataLineageCommand(session))
                .addSubcommand("profile", new DataProfileCommand(session))
                .addSubcommand("clean", new DataCleanCommand(session))
                .addSubcommand("deidentify", new DataDeidentifyCommand(session))
                .addSubcommand("reveal", new DataRevealCommand(session))
                .addSubcommand("split", new DataSplitCommand(session))
                .addSubcommand("dedupe", new DataDedupeCommand(session))
                .addSubcommand("export", new DataExportCommand(session))
                .addSubcommand("augment", new DataAugmentCommand(session))
                .addSubcommand("label", LabelCommands.all(session));
    }

    private static CommandLine models(Session session) {
        return new CommandLine(new ModelsCommand())
                .addSubcommand("list", new ModelsListCommand(session))
                .addSubcommand("show", new ModelsShowCommand(session))
                .addSubcommand("promote", new ModelsMoveCommand.Promote(session))
                .addSubcommand("rollback", new ModelsMoveCommand.Rollback(session))
                .addSubcommand("export", new ModelsExportCommand(session))
                .addSubcommand("import", new ModelsImportCommand(session));
    }
}
