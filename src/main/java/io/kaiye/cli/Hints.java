package io.kaiye.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands in messages, as they are to be typed here: rooms write {@code kaiye train}, and a person
 * who started {@code ./kaiye} reads {@code ./kaiye train}.
 */
final class Hints {
    /** Set by the launcher to what was typed. */
    static final String PROPERTY = "kaiye.command";

    private static final Pattern COMMAND =
            Pattern.compile(
                    "(?<![\\w./-])kaiye(?= (?:demo|up|test|data|person|audit|train|eval|predict"
                            + "|compress|models|customer|key|plan|usage|invoice|secret|cascade"
                            + "|doctor|bench|version|--help)\\b)");

    private Hints() {}

    /** The name of this program as it was typed. */
    static String program() {
        return System.getProperty(PROPERTY, "kaiye");
    }

    /** The same message with that name in its commands. */
    static String typed(String message) {
        return COMMAND.matcher(message).replaceAll(Matcher.quoteReplacement(program()));
    }
}
