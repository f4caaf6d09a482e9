package io.kaiye.privacy;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Postcodes: numbers beside a word such as ZIP, and codes that their form tells: "MA 02139",
 * "02139-4307", "SW1A 1AA", "K1A 0B1". Inside of an address they are part of it.
 */
final class PostcodeRules {
    /** Surer than an address: a word announced it. */
    private static final double ANNOUNCED = 0.8;

    /** Surer than a name, less sure than an address, so that it stays whole. */
    private static final double FORM = 0.61;

    private static final int REACH = 4;
    private static final int DISTANT_DIGITS = 4;
    private static final int THOUSANDS = 3;
    private static final Pattern YEAR = Pattern.compile("(?:1[89]|20)\\d\\d");
    private static final Pattern OUTWARD = Pattern.compile("[A-Z]{1,2}\\d[A-Z\\d]?");
    private static final Pattern INWARD = Pattern.compile("\\d[A-Z]{2}");
    private static final Pattern CANADA = Pattern.compile("[A-Z]\\d[A-Z]");
    private static final Pattern CANADA_END = Pattern.compile("\\d[A-Z]\\d");
    private static final Set<String> POST =
            Set.of(
                    "zip",
                    "postcode",
                    "postal",
                    "zipcode",
                    "zip-code",
                    "post-code",
                    "postalcode",
                    "plz",
                    "cep",
                    "pincode");
    private static final Set<String> JOINS = Set.of(":", "code", "is", "=", ".");
    private static final Set<String> FAR_JOINS =
            Set.of("of", "to", "was", "number", "now", "from", "#", "(", "codes", "changed", "the");
    private static final Set<String> OWNERS =
            Set.of("is", "my", "our", "the", "his", "her", "their", "as", "(", ",", "a");
    private static final Set<String> STATES =
            Set.of(
                    ("AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO"
                                    + " MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX"
                                    + " UT VT VA WA WV WI WY")
                            .split(" "));

    private PostcodeRules() {}

    /** Keeps the postcode that begins with this token, if one does. */
    static boolean found(Page page, Tokens tokens, int at) {
        boolean hasDigit = tokens.shape(at) != Tokens.UPPER;
        if (hasDigit && (isAnnounced(tokens, at) || isChinese(page, tokens, at))) {
            page.found(
                    tokens.start(at),
                    tokens.end(secondPart(tokens, at)),
                    PersonalDataKind.POSTCODE,
                    ANNOUNCED);
            return true;
        }
        int last = formEnd(tokens, at);
        if (last >= at) {
            page.found(tokens.start(at), tokens.end(last), PersonalDataKind.POSTCODE, FORM);
        }
        return last >= at;
    }

    /**
     * Whether a number that was tagged as an address may be a postcode by itself: not a piece of
     * "20 , 000", not a year, and where it is short at the end of a line or part.
     */
    static boolean isAlone(Tokens tokens, int at) {
        boolean isThousands =
                tokens.lower(at - 1).equals(",")
                        && digits(tokens, at - 2) > 0
                        && digits(tokens, at - 2) <= THOUSANDS;
        boolean isYear = YEAR.matcher(tokens.text(at)).matches();
        String after = tokens.lower(at + 1);
        boolean ends = after.isEmpty() || after.equals(",") || after.equals("\n");
        boolean isLong = digits(tokens, at) > DISTANT_DIGITS;
        return !isThousands
                && !isYear
                && (isLong || (ends && tokens.shape(at - 1) != Tokens.CAPITAL));
    }

    private static boolean isAnnounced(Tokens tokens, int at) {
        boolean isLong = digits(tokens, at) >= DISTANT_DIGITS;
        int before = at - 1;
        while (before >= 0 && at - before <= REACH && isJoin(tokens.lower(before), isLong)) {
            before--;
        }
        return (before < at && POST.contains(tokens.lower(before)))
                || (isLong && isAnnouncedAfter(tokens, at));
    }

    private static boolean isJoin(String word, boolean isLong) {
        return JOINS.contains(word) || (isLong && FAR_JOINS.contains(word));
    }

    /** "02139 is my ZIP code". */
    private static boolean isAnnouncedAfter(Tokens tokens, int at) {
        int after = at + 1;
        while (after - at < REACH && OWNERS.contains(tokens.lower(after))) {
            after++;
        }
        return POST.contains(tokens.lower(after));
    }

    private static boolean isChinese(Page page, Tokens tokens, int at) {
        return page.at(tokens.start(at) - 1) == ':' && page.at(tokens.start(at) - 2) == '编';
    }

    private static int secondPart(Tokens tokens, int at) {
        if (tokens.lower(at + 1).equals("-") && isCode(tokens, at + 2)) {
            return at + 2;
        }
        boolean isSecond =
                isCode(tokens, at + 1)
                        && isNext(tokens, at)
                        && tokens.end(at + 1) - tokens.start(at + 1) <= 4;
        return isSecond ? at + 1 : at;
    }

    private static boolean isNext(Tokens tokens, int at) {
        return at + 1 < tokens.count() && tokens.start(at + 1) - tokens.end(at) == 1;
    }

    private static boolean isCode(Tokens tokens, int at) {
        int shape = tokens.shape(at);
        return at < tokens.count()
                && (shape == Tokens.UPPER
                        || (shape >= Tokens.MIXED_DIGITS && shape < Tokens.FOUND));
    }

    /** The last token of a code that its form tells; -1 if it is none. */
    private static int formEnd(Tokens tokens, int at) {
        if (digits(tokens, at) == 5) {
            boolean isLong =
                    tokens.lower(at + 1).equals("-")
                            && digits(tokens, at + 2) == 4
                            && tokens.end(at) + 1 == tokens.start(at + 2)
                            && !tokens.lower(at - 1).equals("-")
                            && !tokens.lower(at + 3).equals("-");
            if (isLong) {
                return at + 2;
            }
            return isState(tokens, at - 1) ? at : -1;
        }
        if (!isNext(tokens, at) || tokens.end(at + 1) - tokens.start(at + 1) != 3) {
            return -1;
        }
        String first = tokens.text(at);
        String second = tokens.text(at + 1);
        boolean isBritish = OUTWARD.matcher(first).matches() && INWARD.matcher(second).matches();
        boolean isCanadian =
                CANADA.matcher(first).matches() && CANADA_END.matcher(second).matches();
        return isBritish || isCanadian ? at + 1 : -1;
    }

    /** "MA" behind a comma or a word with a capital. */
    private static boolean isState(Tokens tokens, int at) {
        int before = tokens.shape(at - 1);
        return tokens.shape(at) == Tokens.UPPER
                && STATES.contains(tokens.text(at))
                && (tokens.lower(at - 1).equals(",")
                        || (before >= Tokens.CAPITAL && before <= Tokens.MIXED));
    }

    /** How many digits the number has; 0 if it is none. */
    private static int digits(Tokens tokens, int at) {
        int shape = tokens.shape(at);
        return shape >= Tokens.DIGITS && shape < Tokens.FOUND ? shape - Tokens.DIGITS + 1 : 0;
    }
}
