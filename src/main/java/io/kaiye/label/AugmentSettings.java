package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;

/**
 * How texts are changed. Each rate is the share of a text's words (in Chinese, characters) that it
 * is done to, 0 for never.
 *
 * @param synonym words replaced
 * @param swap words that change place with the next
 * @param delete words left out
 * @param typo words mistyped
 * @param copies of each row
 */
public record AugmentSettings(
        double synonym, double swap, double delete, double typo, int copies, long seed) {
    private static final int COPIES_MAX = 50;

    public AugmentSettings {
        check("--synonym", synonym);
        check("--swap", swap);
        check("--delete", delete);
        check("--typo", typo);
        if (copies < 0 || copies > COPIES_MAX) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--copies is " + copies + "; accepted are 0 to " + COPIES_MAX + ".");
        }
    }

    private static void check(String name, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    name + " is " + rate + "; accepted is a share of the words, 0 to 1.");
        }
    }
}
