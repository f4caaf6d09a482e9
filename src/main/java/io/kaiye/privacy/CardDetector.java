package io.kaiye.privacy;

/**
 * Numbers of payment cards: 12 to 19 digits, in one piece or in groups, with a right Luhn sum and
 * the first digits of an issuer, or of any beside a word that announces a card.
 */
final class CardDetector implements Detector {
    private static final int DIGITS_MIN = 12;
    private static final int DIGITS_MAX = 19;
    private static final int GROUPS_MAX = 6;
    private static final ContextWords WORDS =
            new ContextWords(
                    "card",
                    "visa",
                    "mastercard",
                    "amex",
                    "cc",
                    "debit",
                    "credit",
                    "卡号",
                    "银行卡",
                    "信用卡",
                    "储蓄卡",
                    "借记卡",
                    "账号",
                    "帐号",
                    "尾号",
                    "卡");

    @Override
    public int look(Page page, int at) {
        if (!isFree(page, at)) {
            return at;
        }
        StringBuilder digits = new StringBuilder();
        int end = at;
        int found = at;
        int firstGroup = page.digitsEnd(at) - at;
        char separator = page.at(at + firstGroup);
        for (int group = 0; group < GROUPS_MAX; group++) {
            int groupEnd = page.digitsEnd(end);
            if (groupEnd == end || digits.length() + groupEnd - end > DIGITS_MAX) {
                break;
            }
            digits.append(page.text(end, groupEnd));
            boolean isCut = Chars.isAlphanumeric(page.at(groupEnd));
            if (!isCut && isCard(page, at, digits)) {
                found = groupEnd;
            }
            if (isCut || firstGroup < 4 || (separator != ' ' && separator != '-')) {
                break;
            }
            if (page.at(groupEnd) != separator) {
                break;
            }
            end = groupEnd + 1;
        }
        return found > at ? page.found(at, found, PersonalDataKind.CARD, 0.97) : at;
    }

    private static boolean isFree(Page page, int at) {
        char before = page.at(at - 1);
        return !Chars.isAlphanumeric(before)
                && before != '+'
                && !((before == '.' || before == '-') && Chars.isDigit(page.at(at - 2)));
    }

    private static boolean isCard(Page page, int at, CharSequence digits) {
        return digits.length() >= DIGITS_MIN
                && Checksums.luhn(digits)
                && !isRepeated(digits)
                && (isIssued(digits) || WORDS.before(page, at));
    }

    private static boolean isRepeated(CharSequence digits) {
        return digits.chars().distinct().count() == 1;
    }

    /** Whether an issuer's cards begin so and are of that length. */
    private static boolean isIssued(CharSequence digits) {
        int four = Integer.parseInt(digits, 0, 4, 10);
        int two = four / 100;
        return switch (digits.length()) {
            case 12 -> two == 50 || (two >= 56 && two <= 69);
            case 13 -> two / 10 == 4;
            case 14 -> two == 30 || two == 36 || two == 38 || two == 39;
            case 15 -> two == 34 || two == 37 || four == 2131 || four == 1800;
            case 16 ->
                    two / 10 == 4
                            || (two >= 50 && two <= 69)
                            || (four >= 2221 && four <= 2720)
                            || (four >= 3528 && four <= 3589)
                            || two == 81
                            || two == 82;
            case 17, 18 -> two == 62;
            case 19 -> two / 10 == 4 || two / 10 == 6 || four == 9558;
            default -> false;
        };
    }
}
