package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A label that somebody gives.
 *
 * @param by who, as it is kept: a short name
 * @param settles ends a disagreement of others
 * @param change takes the place of what the same person gave before
 * @param unheard accepts a label that the queue does not have yet
 * @param took how long it took; empty to count from when the task was shown
 */
public record LabelOrder(
        long task,
        String label,
        String by,
        boolean settles,
        boolean change,
        boolean unheard,
        Optional<Duration> took) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@-]{1,64}");
    private static final int LABEL_CHARACTERS_MAX = 200;

    public LabelOrder {
        checkName(by);
        if (label.isBlank()
                || label.length() > LABEL_CHARACTERS_MAX
                || label.chars().anyMatch(Character::isISOControl)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The label \""
                            + label
                            + "\" cannot be given; accepted is one line of 1 to "
                            + LABEL_CHARACTERS_MAX
                            + " characters.");
        }
        if (took.filter(Duration::isNegative).isPresent()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT, "--seconds is below 0; accepted are 0 and more.");
        }
    }

    static void checkName(String by) {
        if (!NAME.matcher(by).matches()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--by \""
                            + by
                            + "\" is no name; accepted are 1 to 64 letters, digits, dots, dashes,"
                            + " underscores and @.");
        }
    }
}
