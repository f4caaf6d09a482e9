package io.kaiye.cli;

/** Texts of rows as tables show them. */
final class Texts {
    private static final int CHARACTERS_MAX = 60;

    private Texts() {}

    /** One line, cut to what a table has room for. */
    static String clip(String text) {
        return clip(text, CHARACTERS_MAX);
    }

    /** One line of at most so many characters. */
    static String clip(String text, int charactersMax) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= charactersMax
                ? line
                : line.substring(0, line.offsetByCodePoints(0, charactersMax - 1)) + "…";
    }
}
