package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.base.ErrorCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The documentation names everything there is, and nothing that is not. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern TYPED =
            Pattern.compile("(?m)^\\s*(?:\\$ )?\\./kaiye ([a-z]+)(?: ([a-z]+))?");

    /** Commands that the launcher handles before the program starts. */
    private static final Set<String> LAUNCHER = Set.of("test");

    @Test
    void everyCommandAndOptionIsInTheCommandPage() throws IOException {
        String page = Files.readString(Path.of("docs/cli.md"));
        Set<String> missing = new TreeSet<>();
        for (CommandLine command : commands(root())) {
            String name = command.getCommandSpec().qualifiedName();
            if (!page.contains(name)) {
                missing.add(name);
            }
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!page.contains(option.longestName())) {
                    missing.add(name + " " + option.longestName());
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void helpShowsTheDefaultOfEveryOptionThatHasOne() {
        Set<String> missing = new TreeSet<>();
        for (CommandLine command : commands(root())) {
            String help = command.getUsageMessage().replaceAll("\\s+", " ");
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (option.defaultValue() != null
                        && !help.contains("Default: " + option.defaultValue() + ".")) {
                    missing.add(command.getCommandSpec().qualifiedName() + option.longestName());
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyErrorCodeHasItsRowInTheErrorsPage() throws IOException {
        String page = Files.readString(Path.of("docs/errors.md"));
        Set<String> missing = new TreeSet<>();
        for (ErrorCode code : ErrorCode.values()) {
            String row =
                    "| `%s` | %d | %s | %s | "
                            .formatted(
                                    code.name().toLowerCase(Locale.ROOT),
                                    code.httpStatus(),
                                    code.fault().name().toLowerCase(Locale.ROOT),
                                    code.retryable() ? "yes" : "no");
            if (!page.contains(row)) {
                missing.add(row);
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void commandsInThePagesExist() throws IOException {
        CommandLine root = root();
        Set<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            Matcher typed = TYPED.matcher(Files.readString(page));
            while (typed.find()) {
                if (!exists(root, typed.group(1), typed.group(2))) {
                    unknown.add(page + ": ./kaiye " + typed.group(1) + " " + typed.group(2));
                }
            }
        }
        assertEquals(Set.of(), unknown);
    }

    @Test
    void linksBetweenPagesLead() throws IOException {
        Set<String> broken = new TreeSet<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                Path target = page.toAbsolutePath().resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)) {
                    broken.add(page + " -> " + link.group(1));
                }
            }
        }
        assertEquals(Set.of(), broken);
    }

    private static boolean exists(CommandLine root, String name, String second) {
        CommandLine command = root.getSubcommands().get(name);
        if (command == null) {
            return LAUNCHER.contains(name);
        }
        return command.getSubcommands().isEmpty()
                || (second == null && !(command.getCommand() instanceof Group))
                || (second != null && command.getSubcommands().containsKey(second));
    }

    private static List<CommandLine> commands(CommandLine root) {
        List<CommandLine> all = new ArrayList<>();
        for (CommandLine command : root.getSubcommands().values()) {
            all.add(command);
            all.addAll(commands(command));
        }
        return all;
    }

    /** All commands, without rooms to work in. */
    static CommandLine root() {
        PrintStream nowhere =
                new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        WorkbenchFactory noRooms =
                (home, database) -> {
                    throw new IllegalStateException("the documentation needs no rooms");
                };
        Session session = new Session(noRooms, nowhere, nowhere, false);
        return new CommandLineFace(noRooms, new NoBenches(), nowhere, nowhere, false)
                .commandLine(session);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(Path.of(""))) {
            top.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }
}
