package io.kaiye.registry;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.regex.Pattern;

/** The names that models and aliases may have. */
final class Names {
    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern ALIAS = Pattern.compile("[a-z][a-z0-9._-]{0,31}");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]*");
    private static final int REASON_CHARACTERS_MAX = 500;

    private Names() {}

    /** Returns {@code name} or refuses it. */
    static String model(String name) {
        if (MODEL.matcher(name).matches()) {
            return name;
        }
        throw invalid(
                "The model name '"
                        + shown(name)
                        + "' is not accepted: use 1 to 64 of a-z, 0-9, '.', '_' and '-', starting"
                        + " with a letter or a digit, such as support-intents.");
    }

    /** Returns {@code alias} or refuses it; what could be a number or an id is no alias. */
    static String alias(String alias) {
        if (ALIAS.matcher(alias).matches() && !Reference.looksLikeId(alias)) {
            return alias;
        }
        throw invalid(
                "The alias '"
                        + shown(alias)
                        + "' is not accepted: use 1 to 32 of a-z, 0-9, '.', '_' and '-', starting"
                        + " with a letter, and nothing that looks like an id, such as canary.");
    }

    /** Returns {@code reason} without space around it, or refuses it. */
    static String reason(String reason) {
        String text = reason.strip();
        if (text.isEmpty()) {
            throw invalid(
                    "A reason is missing: moving an alias is remembered with a reason, such as"
                            + " --reason \"better on refunds\".");
        }
        if (text.length() > REASON_CHARACTERS_MAX || !TEXT.matcher(text).matches()) {
            throw invalid(
                    "The reason has "
                            + text.length()
                            + " characters; accepted are up to "
                            + REASON_CHARACTERS_MAX
                            + " on one line.");
        }
        return text;
    }

    /** What a stranger typed, short and on one line. */
    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }

    private static KaiyeException invalid(String message) {
        return new KaiyeException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
