package io.kaiye.privacy;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether what was tagged can be a name of its kind at all: text of other sorts than the sentences
 * that were learnt from, such as tables and program code, leads the tagger astray.
 */
final class NameSense {
    private static final Pattern JOB =
            Pattern.compile(".{3,}(?:er|or|ist|ian|man|men|ant|eer|ess|ee)");
    private static final Pattern GROUP = Pattern.compile(".{3,}(?:ian|ese|ish|ean|ani|ans)");
    private static final Set<String> ADDRESS_WORDS =
            Set.of("box", "apo", "fpo", "dpo", "suite", "apt", "psc", "corner", "flat", "floor");

    private NameSense() {}

    /** From the first to the last of its tokens. */
    static boolean isName(Tokens tokens, PersonalDataKind kind, int first, int last) {
        if (first == last && !isWord(tokens, first)) {
            return kind == PersonalDataKind.STREET_ADDRESS && isCode(tokens, first);
        }
        return switch (kind) {
            case TITLE -> any(tokens, first, last, Lexicon.JOB | Lexicon.HONORIFIC, JOB);
            case GROUP -> any(tokens, first, last, Lexicon.GROUP, GROUP);
            case STREET_ADDRESS -> isAddress(tokens, first, last);
            case PLACE -> isProper(tokens, first, last) && !isLabel(tokens, first, last);
            default -> isProper(tokens, first, last) && !isHoliday(tokens, last);
        };
    }

    private static boolean isWord(Tokens tokens, int at) {
        int shape = tokens.shape(at);
        return shape >= Tokens.LOWER && shape <= Tokens.MIXED;
    }

    /** Three to six digits. */
    static boolean isCode(Tokens tokens, int at) {
        int digits = tokens.shape(at) - Tokens.DIGITS + 1;
        return digits >= 3 && digits <= 6;
    }

    private static boolean any(Tokens tokens, int first, int last, int flags, Pattern form) {
        for (int i = first; i <= last; i++) {
            if ((tokens.flags(i) & flags) != 0
                    || (isWord(tokens, i) && form.matcher(tokens.lower(i)).matches())) {
                return true;
            }
        }
        return false;
    }

    /** A street's word, or a number beside a word with a capital. */
    private static boolean isAddress(Tokens tokens, int first, int last) {
        if (tokens.isFunctionWord(last) && tokens.shape(last) != Tokens.UPPER) {
            return false;
        }
        boolean hasNumber = false;
        boolean hasName = false;
        for (int i = first; i <= last; i++) {
            if (last > first
                    && ((tokens.flags(i) & Lexicon.STREET) != 0
                            || ADDRESS_WORDS.contains(tokens.lower(i)))) {
                return true;
            }
            hasNumber |= tokens.shape(i) >= Tokens.DIGITS;
            hasName |= isWord(tokens, i) && (isCapital(tokens, i) || !tokens.hasCapitals());
        }
        return hasName && (hasNumber || first == last);
    }

    /** "Mobile:" at the beginning of a line, before a number. */
    private static boolean isLabel(Tokens tokens, int first, int last) {
        return first == last
                && tokens.shape(first - 1) == Tokens.BREAK
                && tokens.lower(last + 1).equals(":")
                && tokens.shape(last + 2) >= Tokens.MIXED_DIGITS;
    }

    /** "Labour Day". */
    private static boolean isHoliday(Tokens tokens, int last) {
        return isDay(tokens, last) || isDay(tokens, last + 1);
    }

    private static boolean isDay(Tokens tokens, int at) {
        return tokens.shape(at) == Tokens.CAPITAL && tokens.lower(at).equals("day");
    }

    /** At least one word with a capital that is no function word, where the text has capitals. */
    private static boolean isProper(Tokens tokens, int first, int last) {
        for (int i = first; i <= last; i++) {
            boolean isTelling = isWord(tokens, i) && tokens.end(i) - tokens.start(i) > 1;
            if (isTelling
                    && !tokens.isFunctionWord(i)
                    && (!tokens.hasCapitals() || isCapital(tokens, i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCapital(Tokens tokens, int at) {
        return tokens.shape(at) >= Tokens.CAPITAL && tokens.shape(at) <= Tokens.MIXED;
    }
}
