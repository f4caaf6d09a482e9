package io.kaiye.data;

import java.text.Normalizer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What can be done to a text. Each is safe for threads and, but for HTML, done twice done once. */
enum TextChange {
    /** Tags go, references become characters ({@link Html}). */
    HTML,
    /** Unicode's compatibility composition. */
    NFKC,
    /** Letters, digits, signs and spaces as wide as a Chinese character become ASCII. */
    HALF_WIDTH,
    /** The other way round. */
    FULL_WIDTH,
    /** Web addresses become a space. */
    URLS,
    /** Runs of emoji become a space. */
    EMOJI,
    /** Traditional Chinese characters become simplified ones (OpenCC's tables). */
    SIMPLIFIED,
    /** Words that say little go. */
    STOP_WORDS,
    /**
     * Runs of white space and control characters become a space, or a line break where they have
     * one; none at the ends; characters without width go.
     */
    WHITE_SPACE;

    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(?:(?:https?|ftp)://|\\bwww\\.)[!#-;=?-~]*[\\w/#&=%~+$@-]");

    /** From the full-width "!" to the ASCII one. */
    private static final int WIDTH = 0xff01 - '!';

    private static final Phrases CHINESE = new Phrases(Resources.pairs("traditional.txt"));

    static List<String> words() {
        return StepWords.words(values());
    }

    /**
     * The change as a function.
     *
     * @param stopWords for {@link #STOP_WORDS}
     */
    UnaryOperator<String> function(StopWords stopWords) {
        return switch (this) {
            case HTML -> Html::text;
            case NFKC -> TextChange::composed;
            case HALF_WIDTH -> TextChange::half;
            case FULL_WIDTH -> TextChange::full;
            case URLS -> TextChange::withoutAddresses;
            case EMOJI -> Emoji::removed;
            case SIMPLIFIED -> CHINESE::replace;
            case STOP_WORDS -> stopWords::removed;
            case WHITE_SPACE -> WhiteSpace::collapsed;
        };
    }

    private static String composed(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static String withoutAddresses(String text) {
        return text.contains("://") || text.indexOf("ww") >= 0 || text.indexOf("WW") >= 0
                ? ADDRESS.matcher(text).replaceAll(" ")
                : text;
    }

    private static String half(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean wide = c >= 0xff01 && c <= 0xff5e;
            out.append(c == 0x3000 ? ' ' : wide ? (char) (c - WIDTH) : c);
        }
        return out.toString();
    }

    private static String full(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean narrow = c >= '!' && c <= '~';
            out.append(c == ' ' ? (char) 0x3000 : narrow ? (char) (c + WIDTH) : c);
        }
        return out.toString();
    }
}
