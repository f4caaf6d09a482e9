package io.kaiye.privacy;

import java.util.regex.Pattern;

/**
 * What the tagger passed over although the lists know it: given names, places, nationalities that
 * are no common words too.
 */
final class ListedNames {
    private static final double CONFIDENCE = 0.5;

    /** Nationalities count in small letters too, but for "polish". */
    private static final Pattern NATION =
            Pattern.compile("(?!polish).{2,}(?:ian|ese|ean|ish|ani|can|iot)");

    private ListedNames() {}

    /** Keeps runs of listed words outside of what was tagged. */
    static void scan(Page page, Tokens tokens, int[] tags) {
        for (int i = 0; i < tags.length; i++) {
            int flag = tags[i] == Tag.OUTSIDE ? flag(tokens, i) : 0;
            if (flag != 0) {
                int last = i;
                while (last + 1 < tags.length
                        && tags[last + 1] == Tag.OUTSIDE
                        && flag(tokens, last + 1) == flag) {
                    last++;
                }
                if (flag == Lexicon.GIVEN) {
                    last = NameSpan.last(tokens, tags, i, last);
                }
                if (NameSense.isName(tokens, kind(flag), i, last)) {
                    page.found(tokens.start(i), tokens.end(last), kind(flag), CONFIDENCE);
                }
                i = last;
            }
        }
    }

    private static PersonalDataKind kind(int flag) {
        return switch (flag) {
            case Lexicon.GIVEN -> PersonalDataKind.PERSON;
            case Lexicon.GROUP -> PersonalDataKind.GROUP;
            default -> PersonalDataKind.PLACE;
        };
    }

    /** The one thing that a word with a capital is listed as; 0 for none. */
    private static int flag(Tokens tokens, int at) {
        int shape = tokens.shape(at);
        boolean isCapital = shape == Tokens.CAPITAL || shape == Tokens.UPPER;
        int flags = tokens.flags(at);
        boolean isCommon = (flags & (Lexicon.COMMON | Lexicon.CALENDAR)) != 0;
        if (shape == Tokens.LOWER
                && (flags & Lexicon.GROUP) != 0
                && !isCommon
                && NATION.matcher(tokens.lower(at)).matches()) {
            return Lexicon.GROUP;
        }
        if (!isCapital && !(shape == Tokens.LOWER && !tokens.hasCapitals())) {
            return 0;
        }
        if ((flags & Lexicon.GROUP) != 0 && !isCommon) {
            return Lexicon.GROUP;
        }
        if ((flags & (Lexicon.COUNTRY | Lexicon.CITY)) != 0) {
            boolean isCountry =
                    (flags & Lexicon.COUNTRY) != 0
                            && (flags & (Lexicon.COMMON | Lexicon.GIVEN | Lexicon.SURNAME)) == 0;
            return isCapital || isCountry ? Lexicon.CITY : 0;
        }
        return (flags & Lexicon.GIVEN) != 0 && !isCommon && tokens.lower(at).length() > 2
                ? Lexicon.GIVEN
                : 0;
    }
}
