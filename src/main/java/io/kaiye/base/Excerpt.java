package io.kaiye.base;

/** Texts cut to what a page or a table has room for, by code points: no character is halved. */
public final class Excerpt {
    private Excerpt() {}

    /** At most so many characters; one that is longer ends with "…". */
    public static String of(String text, int charactersMax) {
        return text.codePointCount(0, text.length()) <= charactersMax
                ? text
                : text.substring(0, text.offsetByCodePoints(0, charactersMax - 1)) + "…";
    }

    /** The same of a text on one line: each run of white space is a space, none at the ends. */
    public static String line(String text, int charactersMax) {
        return of(text.strip().replaceAll("\\s+", " "), charactersMax);
    }
}
