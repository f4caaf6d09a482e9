package io.kaiye.data;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text as the set of its shingles, by one rule for every language: the text in compatibility form
 * (NFKC) and lower case, everything but letters, digits, marks and pictures being one space; of
 * that, every run of three characters, or of two where they are Chinese, Japanese or Korean, which
 * say more each. A text shorter than a run is its own only shingle.
 *
 * <p>A character of the latter kind weighs 3, another 2, and a run ends as soon as it weighs 6, so
 * that mixed texts need no rule of their own. A shingle is kept as 32 bits of a hash. Holds working
 * space: for one thread.
 */
final class Shingles implements TextSet {
    private static final int RUN_WEIGHT = 6;
    private static final int SYLLABLE_WEIGHT = 3;
    private static final int LETTER_WEIGHT = 2;
    private static final int CODE_POINT_BITS = 21;
    private static final int FIRST_SYLLABLE = 0x1100;
    private static final int ASCII = 128;
    private static final int FIRST_CAPACITY = 256;

    private int[] points = new int[FIRST_CAPACITY];
    private int length;

    /** The distinct shingles of a text, sorted; none for a blank text. */
    @Override
    public int[] of(String text) {
        normalise(text);
        int[] hashes = new int[length];
        int count = 0;
        for (int start = 0; start < length; start++) {
            long run = 0;
            int weight = 0;
            int end = start;
            while (end < length && weight < RUN_WEIGHT) {
                run = run << CODE_POINT_BITS | points[end];
                weight += weight(points[end]);
                end++;
            }
            if (weight >= RUN_WEIGHT || start == 0) {
                hashes[count++] = (int) (SplitMix64.mixed(run) >>> 32);
            }
        }
        Arrays.sort(hashes, 0, count);
        return Arrays.copyOf(hashes, distinct(hashes, count));
    }

    private void normalise(String text) {
        length = 0;
        String plain = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
        for (int i = 0; i < plain.length(); ) {
            int point = plain.codePointAt(i);
            i += Character.charCount(point);
            if (counts(point)) {
                append(Character.toLowerCase(point));
            } else if (length > 0 && points[length - 1] != ' ') {
                append(' ');
            }
        }
        if (length > 0 && points[length - 1] == ' ') {
            length--;
        }
        if (length == 0) {
            text.strip().codePoints().forEach(this::append);
        }
    }

    private void append(int point) {
        if (length == points.length) {
            points = Arrays.copyOf(points, length * 2);
        }
        points[length++] = point;
    }

    private static boolean counts(int point) {
        if (point < ASCII || Character.isLetterOrDigit(point)) {
            return Character.isLetterOrDigit(point);
        }
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.OTHER_SYMBOL ->
                    true;
            default -> false;
        };
    }

    private static int weight(int point) {
        if (point < FIRST_SYLLABLE) {
            return LETTER_WEIGHT;
        }
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> SYLLABLE_WEIGHT;
            default -> LETTER_WEIGHT;
        };
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII) {
                return false;
            }
        }
        return true;
    }

    private static int distinct(int[] sorted, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept == 0 || sorted[kept - 1] != sorted[i]) {
                sorted[kept++] = sorted[i];
            }
        }
        return kept;
    }
}
