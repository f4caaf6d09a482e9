package io.kaiye.model;

/** What a character is to {@link GramReader}: part of a word, Chinese, a sign of its own, a gap. */
final class Characters {
    static final int GAP = 0;
    static final int LETTER = 1;
    static final int HAN = 2;
    static final int SIGN = 3;

    private static final byte[] ASCII_KINDS = new byte[128];
    private static final char[] ASCII_FOLDED = new char[128];

    static {
        for (int c = 0; c < 128; c++) {
            ASCII_KINDS[c] = (byte) kindOf(c);
            ASCII_FOLDED[c] = (char) Character.toLowerCase(c);
        }
    }

    private Characters() {}

    /** Lower case, full-width letters and signs made plain. */
    static int folded(int point) {
        if (point < 128) {
            return ASCII_FOLDED[point];
        }
        if (point >= 0xFF01 && point <= 0xFF5E) {
            return ASCII_FOLDED[point - 0xFEE0];
        }
        return point == 0x3000 ? ' ' : Character.toLowerCase(point);
    }

    static int kind(int point) {
        return point < 128 ? ASCII_KINDS[point] : kindOf(point);
    }

    /** True for scripts written without gaps between words: Han, Kana, Thai and their kin. */
    static boolean unspaced(int point) {
        return (point >= 0x4E00 && point <= 0x9FFF)
                || (point >= 0x3400 && point <= 0x4DBF)
                || (point >= 0x3041 && point <= 0x30FF)
                || (point >= 0x0E01 && point <= 0x0EFF)
                || (point >= 0x1000 && point <= 0x109F)
                || (point >= 0x1780 && point <= 0x17FF)
                || (point >= 0xF900 && point <= 0xFAFF)
                || (point >= 0x20000 && point <= 0x323AF);
    }

    private static int kindOf(int point) {
        if (unspaced(point)) {
            return HAN;
        }
        if (Character.isLetterOrDigit(point) || point == '_') {
            return LETTER;
        }
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    isJoiner(point) ? GAP : LETTER;
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE ->
                    GAP;
            default -> SIGN;
        };
    }

    /** Variation selectors colour an emoji; they are no part of a word. */
    private static boolean isJoiner(int point) {
        return point >= 0xFE00 && point <= 0xFE0F;
    }
}
