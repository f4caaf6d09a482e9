package io.kaiye.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text as a row of tokens: words, numbers, signs, ends of lines, and what was found before as one
 * token each. Of every token it keeps numbers that the tagger's features are made of.
 */
final class Tokens {
    /** Shapes of tokens; identifiers found before follow, by kind. */
    static final int SIGN = 0;

    static final int BREAK = 1;
    static final int LOWER = 2;
    static final int CAPITAL = 3;
    static final int UPPER = 4;
    static final int MIXED = 5;
    static final int INITIAL = 6;
    static final int MIXED_DIGITS = 7;
    static final int DIGITS = 8;
    static final int FOUND = 16;

    private static final List<PersonalDataKind> KINDS = List.of(PersonalDataKind.values());
    private static final int WORD_MAX = 40;
    private static final int FUNCTION_WORDS = 330;

    private final Page page;
    private int count;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int[] words = new int[64];
    private int[] shapes = new int[64];
    private int[] flags = new int[64];
    private int[] suffixes = new int[64];
    private @Nullable String[] lowers = new String[64];
    private boolean hasCapitals;

    private Tokens(Page page) {
        this.page = page;
    }

    /**
     * @param found identifiers in the order of the text, without overlaps
     */
    static Tokens of(Page page, List<Finding> found) {
        Tokens tokens = new Tokens(page);
        int at = 0;
        for (Finding finding : found) {
            tokens.read(at, finding.start());
            tokens.add(finding.start(), finding.end(), FOUND + KINDS.indexOf(finding.kind()));
            at = finding.end();
        }
        tokens.read(at, page.length());
        tokens.markPlaces();
        return tokens;
    }

    private void read(int from, int to) {
        int at = from;
        while (at < to) {
            char c = page.at(at);
            int end = at + 1;
            if (Character.isLetterOrDigit(c) && !Chars.isHan(c)) {
                end = wordEnd(at, to);
                addWord(at, end);
            } else if (c == '\n') {
                add(at, end, BREAK);
            } else if (!Character.isWhitespace(c)) {
                add(at, end, SIGN);
                words[count - 1] = signNumber(c);
            }
            at = end;
        }
    }

    private static int signNumber(char c) {
        return c < 128 ? 10_000 + c : 10_128;
    }

    private int wordEnd(int start, int to) {
        int end = start + 1;
        while (end < to && end - start < WORD_MAX && isInside(end, to)) {
            end++;
        }
        if (end - start > 2 && page.at(end - 1) == 's' && isApostrophe(page.at(end - 2))) {
            return end - 2;
        }
        return end;
    }

    private boolean isInside(int at, int to) {
        char c = page.at(at);
        if (Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || c == '\u2206') {
            return !Chars.isHan(c);
        }
        return (isApostrophe(c) || c == '-')
                && at + 1 < to
                && Character.isLetter(page.at(at - 1))
                && Character.isLetter(page.at(at + 1));
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019';
    }

    private void addWord(int start, int end) {
        String text = page.text(start, end);
        String lower = text.toLowerCase(Locale.ROOT);
        add(start, end, shape(text));
        int last = count - 1;
        lowers[last] = lower;
        hasCapitals |= shapes[last] == CAPITAL || shapes[last] == UPPER || shapes[last] == MIXED;
        words[last] = Lexicon.ENGLISH.number(lower);
        flags[last] = Lexicon.ENGLISH.flags(lower);
        int dash = lower.indexOf('-');
        if (flags[last] == 0 && dash > 0) {
            flags[last] = Lexicon.ENGLISH.flags(lower.substring(0, dash)) & ~Lexicon.COMMON;
        }
        suffixes[last] = words[last] == 0 ? suffix(lower) : 0;
    }

    private static int suffix(String lower) {
        int hash = 17;
        for (int i = Math.max(0, lower.length() - 3); i < lower.length(); i++) {
            hash = 31 * hash + lower.charAt(i);
        }
        return hash;
    }

    private static int shape(String text) {
        char first = text.charAt(0);
        if (Character.isDigit(first)) {
            return text.chars().allMatch(Character::isDigit)
                    ? DIGITS + Math.min(7, text.length() - 1)
                    : MIXED_DIGITS;
        }
        int upper = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            upper += Character.isUpperCase(text.charAt(i)) ? 1 : 0;
            letters += Character.isLetter(text.charAt(i)) ? 1 : 0;
        }
        if (upper == 0) {
            return LOWER;
        }
        if (letters == 1) {
            return INITIAL;
        }
        if (upper == letters) {
            return UPPER;
        }
        return upper == 1 && Character.isUpperCase(first) ? CAPITAL : MIXED;
    }

    private void add(int start, int end, int shape) {
        if (count == starts.length) {
            int more = 2 * count;
            starts = Arrays.copyOf(starts, more);
            ends = Arrays.copyOf(ends, more);
            words = Arrays.copyOf(words, more);
            shapes = Arrays.copyOf(shapes, more);
            flags = Arrays.copyOf(flags, more);
            suffixes = Arrays.copyOf(suffixes, more);
            lowers = Arrays.copyOf(lowers, more);
        }
        starts[count] = start;
        ends[count] = end;
        shapes[count] = shape;
        count++;
    }

    /**
     * Makes a token's common word an unknown one, as if the list lacked it; function words stay.
     */
    void forget(int token) {
        if (words[token] > FUNCTION_WORDS && words[token] < 10_000 && shapes[token] <= CAPITAL) {
            suffixes[token] = suffix(lower(token));
            words[token] = 0;
            flags[token] &= ~Lexicon.COMMON;
        }
    }

    /** Marks each word of "New York". */
    private void markPlaces() {
        for (int i = 0; i < count; i++) {
            if (shapes[i] < LOWER || shapes[i] > MIXED) {
                continue;
            }
            for (String[] parts : Lexicon.ENGLISH.placesFrom(lower(i))) {
                if (matches(i, parts)) {
                    int flag = Lexicon.ENGLISH.flags(String.join(" ", parts));
                    for (int j = i; j < i + parts.length; j++) {
                        flags[j] |= flag & (Lexicon.CITY | Lexicon.COUNTRY);
                    }
                }
            }
        }
    }

    private boolean matches(int at, String[] parts) {
        for (int j = 0; j < parts.length; j++) {
            if (at + j >= count || !lower(at + j).equals(parts[j])) {
                return false;
            }
        }
        return true;
    }

    /** The token in small letters; empty outside of the text. */
    String lower(int token) {
        if (token < 0 || token >= count) {
            return "";
        }
        String lower = lowers[token];
        return lower == null ? text(token) : lower;
    }

    /** One of the few hundred words that hold sentences together. */
    boolean isFunctionWord(int token) {
        return words[token] > 0 && words[token] <= FUNCTION_WORDS;
    }

    /**
     * False for what the tagger passes over: what was found before, and plain words after what is
     * outside of names. Most words of prose are plain, and cost nothing.
     */
    boolean mayBeName(int token, int tagBefore) {
        return shapes[token] < FOUND && (tagBefore != Tag.OUTSIDE || !isPlain(token));
    }

    /**
     * A common word in small letters before another word in small letters, in a text that has
     * capitals: no name begins there.
     */
    private boolean isPlain(int token) {
        return hasCapitals
                && shapes[token] == LOWER
                && flags[token] == Lexicon.COMMON
                && shape(token + 1) == LOWER
                && !lower(token + 1).equals("corner");
    }

    int count() {
        return count;
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }

    String text(int token) {
        return page.text(starts[token], ends[token]);
    }

    /** The number of a common word or a sign; 0 for other words, -1 outside of the text. */
    int word(int token) {
        return token >= 0 && token < count ? words[token] : -1;
    }

    int shape(int token) {
        return token >= 0 && token < count ? shapes[token] : BREAK;
    }

    int flags(int token) {
        return token >= 0 && token < count ? flags[token] : 0;
    }

    int suffix(int token) {
        return token >= 0 && token < count ? suffixes[token] : 0;
    }

    /** False for a text that is all small letters. */
    boolean hasCapitals() {
        return hasCapitals;
    }
}
