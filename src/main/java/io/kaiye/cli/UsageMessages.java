package io.kaiye.cli;

import io.kaiye.base.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command line that cannot be understood, one sentence a line. */
final class UsageMessages {
    /** Java's names of types, which the parser uses, and what a person would say. */
    private static final Map<String, String> TYPES =
            Map.of(
                    "' is not an int", "' is not a whole number",
                    "' is not a long", "' is not a whole number",
                    "' is not a double", "' is not a number");

    /** What commands are called elsewhere. */
    private static final Map<String, String> OTHER_WORDS =
            Map.of(
                    "evaluate", "eval",
                    "serve", "up",
                    "start", "up",
                    "fit", "train",
                    "classify", "predict",
                    "quantize", "compress",
                    "dataset", "data",
                    "model", "models");

    private UsageMessages() {}

    static List<String> lines(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        List<String> lines = new ArrayList<>();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            lines.add(unmatched(command, unmatched));
        } else {
            lines.add(sentence(String.valueOf(failure.getMessage())));
        }
        lines.add("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return lines;
    }

    private static String unmatched(CommandLine command, UnmatchedArgumentException failure) {
        String word = failure.getUnmatched().getFirst();
        if (!failure.isUnknownOption() && !command.getSubcommands().isEmpty()) {
            List<String> known = List.copyOf(command.getSubcommands().keySet());
            return "There is no command '"
                    + word
                    + "'; there are "
                    + String.join(", ", known)
                    + ". "
                    + Suggestions.didYouMean(OTHER_WORDS.getOrDefault(word, word), known)
                            .stripTrailing();
        }
        List<String> options =
                command.getCommandSpec().options().stream()
                        .map(option -> option.longestName())
                        .toList();
        return failure.isUnknownOption()
                ? "There is no option '"
                        + word
                        + "'; there are "
                        + String.join(", ", options)
                        + ". "
                        + Suggestions.didYouMean(word, options).stripTrailing()
                : "'" + word + "' is one argument too many. Put a text with spaces in quotes.";
    }

    private static String sentence(String message) {
        String said = message.replaceFirst("^Value for option option ", "The value of ");
        for (Map.Entry<String, String> type : TYPES.entrySet()) {
            said = said.replace(type.getKey(), type.getValue());
        }
        return said.endsWith(".") ? said : said + ".";
    }
}
