package io.kaiye.govern;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A text as it is compared: without case, width, compatibility forms and invisible characters,
 * white space as one space; and where each character of that came from. Immutable.
 */
final class FoldedText {
    /** Written without spaces between words. */
    private static final Set<UnicodeScript> WITHOUT_SPACES =
            Set.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.HANGUL,
                    UnicodeScript.THAI,
                    UnicodeScript.LAO,
                    UnicodeScript.KHMER,
                    UnicodeScript.MYANMAR);

    private final String original;
    private final String folded;
    private final int[] starts;
    private final int[] ends;

    /** A part of the original text. */
    record Span(int from, int to) {}

    private FoldedText(String original, String folded, int[] starts, int[] ends) {
        this.original = original;
        this.folded = folded;
        this.starts = starts;
        this.ends = ends;
    }

    static FoldedText of(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        int[] starts = new int[text.length() + 16];
        int[] ends = new int[starts.length];
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            int length = folded.length();
            fold(point, folded);
            if (folded.length() > starts.length) {
                starts = Arrays.copyOf(starts, folded.length() * 2);
                ends = Arrays.copyOf(ends, starts.length);
            }
            for (int i = length; i < folded.length(); i++) {
                starts[i] = at;
                ends[i] = next;
            }
            at = next;
        }
        return new FoldedText(text, folded.toString(), starts, ends);
    }

    /** A term to look for: folded, without white space around it. */
    static String term(String text) {
        return of(text).folded.strip();
    }

    private static void fold(int point, StringBuilder folded) {
        if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
            if (folded.isEmpty() || folded.charAt(folded.length() - 1) != ' ') {
                folded.append(' ');
            }
        } else if (point < 0x80) {
            folded.append((char) (point >= 'A' && point <= 'Z' ? point + 32 : point));
        } else if (!isInvisible(point)) {
            boolean hangul = UnicodeScript.of(point) == UnicodeScript.HANGUL;
            folded.append(
                    Normalizer.normalize(
                                    Character.toString(point),
                                    hangul ? Normalizer.Form.NFKC : Normalizer.Form.NFKD)
                            .toUpperCase(Locale.ROOT)
                            .toLowerCase(Locale.ROOT));
        }
    }

    private static boolean isInvisible(int point) {
        return Character.getType(point) == Character.FORMAT || (point >= 0xFE00 && point <= 0xFE0F);
    }

    boolean contains(String term) {
        return next(term, 0) >= 0;
    }

    /** Where a term stands in the original, one after the other. */
    List<Span> spans(String term) {
        List<Span> spans = new ArrayList<>();
        for (int at = next(term, 0); at >= 0; at = next(term, at + term.length())) {
            spans.add(new Span(starts[at], ends[at + term.length() - 1]));
        }
        return spans;
    }

    /** The original with a term replaced wherever it stands. */
    String replaced(String term, String replacement) {
        StringBuilder text = new StringBuilder();
        int done = 0;
        for (Span span : spans(term)) {
            text.append(original, done, span.from()).append(replacement);
            done = span.to();
        }
        return text.append(original, done, original.length()).toString();
    }

    /** Only whole words count where words have spaces between them: "Ann" is not in "Annual". */
    private int next(String term, int from) {
        int at = folded.indexOf(term, from);
        while (at >= 0) {
            int end = at + term.length();
            boolean begins = at == 0 || !joins(folded.codePointBefore(at), term.codePointAt(0));
            boolean stops =
                    end == folded.length()
                            || !joins(term.codePointBefore(term.length()), folded.codePointAt(end));
            if (begins && stops) {
                return at;
            }
            at = folded.indexOf(term, at + 1);
        }
        return -1;
    }

    /** True if two characters side by side are of one word. */
    private static boolean joins(int left, int right) {
        return isWord(left) && isWord(right);
    }

    private static boolean isWord(int point) {
        int type = Character.getType(point);
        boolean mark =
                type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
        return (Character.isLetterOrDigit(point) || mark)
                && !WITHOUT_SPACES.contains(UnicodeScript.of(point));
    }
}
