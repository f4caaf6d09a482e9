package io.kaiye.label;

import io.kaiye.data.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text cut into pieces that together are the text: words of letters, single Chinese characters or
 * words of the synonyms, and what stands between them, which augmentation never touches: spaces,
 * punctuation, numbers, and placeholders such as {{amount}} or [EMAIL].
 */
final class Pieces {
    private static final Pattern KEPT =
            Pattern.compile("\\{\\{[^}]*}}|\\[[A-Z_]+]|<[A-Z_]+>|\\S*[\\p{N}@/]\\S*");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+(?:['’][\\p{L}]+)*");

    private Pieces() {}

    /**
     * One piece.
     *
     * @param word true for a word or Chinese character, which may be changed
     */
    record Piece(String text, boolean word) {
        /** Made of Chinese characters. */
        boolean isHan() {
            return word && Language.isHan(text.codePointAt(0));
        }
    }

    static List<Piece> of(String text, Synonyms synonyms) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at, KEPT);
            boolean word = false;
            if (Language.isHan(text.codePointAt(at))) {
                end = hanEnd(text, at, synonyms);
                word = true;
            } else if (end == at) {
                end = wordEnd(text, at);
                word = end > at;
            }
            end = end == at ? at + Character.charCount(text.codePointAt(at)) : end;
            pieces.add(new Piece(text.substring(at, end), word));
            at = end;
        }
        return pieces;
    }

    /** Where the pattern ends that begins here and nowhere earlier; {@code at} if none does. */
    private static int end(String text, int at, Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return at;
        }
        int end = at;
        while (end < matcher.end() && !Language.isHan(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        String kept = text.substring(at, end);
        return kept.codePoints().anyMatch(c -> Character.isDigit(c) || "@/{[<".indexOf(c) >= 0)
                ? end
                : at;
    }

    /** Letters up to the first Chinese character. */
    private static int wordEnd(String text, int at) {
        Matcher matcher = WORD.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return at;
        }
        int end = at;
        while (end < matcher.end() && !Language.isHan(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** The longest word of the synonyms that begins here, else one character. */
    private static int hanEnd(String text, int at, Synonyms synonyms) {
        int one = at + Character.charCount(text.codePointAt(at));
        for (int end = Math.min(text.length(), at + synonyms.longest()); end > one; end--) {
            if (!synonyms.of(text.substring(at, end)).isEmpty()) {
                return end;
            }
        }
        return one;
    }
}
