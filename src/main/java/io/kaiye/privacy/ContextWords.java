package io.kaiye.privacy;

import java.util.List;
import java.util.Locale;

/**
 * Words that announce a kind of data, looked for in the 48 characters before a place, at most two
 * lines up. Latin words count from their beginning ("call" in "calling", not in "recall"); Chinese
 * ones anywhere in the last 16 characters.
 */
final class ContextWords {
    private static final int CHARACTERS = 48;
    private static final int CHINESE_CHARACTERS = 16;
    private static final int AFTER = 8;

    private final List<String> words;

    ContextWords(String... words) {
        this.words = List.of(words);
    }

    /** True if one stands before the place. */
    boolean before(Page page, int at) {
        int start = at;
        int breaks = 0;
        while (start > 0 && at - start < CHARACTERS) {
            char c = page.at(start - 1);
            if (c == '\n' && ++breaks > 2) {
                break;
            }
            start--;
        }
        return in(page.text(start, at).toLowerCase(Locale.ROOT));
    }

    /** True if one stands right after the place. */
    boolean after(Page page, int at) {
        int end = Math.min(page.length(), at + AFTER);
        return in(page.text(at, end).toLowerCase(Locale.ROOT));
    }

    private boolean in(String text) {
        for (String word : words) {
            for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                boolean counts =
                        Chars.isHan(word.charAt(0))
                                ? at >= text.length() - CHINESE_CHARACTERS
                                : at == 0 || !Chars.isLetter(text.charAt(at - 1));
                if (counts) {
                    return true;
                }
            }
        }
        return false;
    }
}
