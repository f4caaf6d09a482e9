package io.kaiye.cli;

import io.kaiye.base.Excerpt;

/** Texts of rows as tables show them. */
final class Texts {
    private static final int CHARACTERS_MAX = 60;

    private Texts() {}

    /** One line, cut to what a table has room for. */
    static String clip(String text) {
        return Excerpt.line(text, CHARACTERS_MAX);
    }
}
