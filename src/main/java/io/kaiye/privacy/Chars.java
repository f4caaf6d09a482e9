package io.kaiye.privacy;

/** Classes of characters, ASCII unless said otherwise. */
final class Chars {
    private static final char HAN_FIRST = '\u4E00';
    private static final char HAN_LAST = '\u9FFF';

    private Chars() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || isLetter(c);
    }

    static boolean isHex(char c) {
        return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    /** A Chinese character of the main block. */
    static boolean isHan(char c) {
        return c >= HAN_FIRST && c <= HAN_LAST;
    }

    static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 0x20) : c;
    }
}
