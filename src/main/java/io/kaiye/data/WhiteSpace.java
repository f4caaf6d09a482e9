package io.kaiye.data;

/** White space of any script. */
final class WhiteSpace {
    private WhiteSpace() {}

    /**
     * One space for each run, or one line break where the run has one; none at the ends; without
     * characters that have no width.
     */
    static String collapsed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean space = false;
        boolean lineBreak = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isWithoutWidth(c)) {
                continue;
            }
            if (isSpace(c)) {
                space = true;
                lineBreak |= c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85;
                continue;
            }
            if (space && !out.isEmpty()) {
                out.append(lineBreak ? '\n' : ' ');
            }
            space = false;
            lineBreak = false;
            out.append(c);
        }
        return out.toString();
    }

    private static boolean isSpace(char c) {
        return c == ' '
                || Character.isISOControl(c)
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c);
    }

    private static boolean isWithoutWidth(char c) {
        return c == 0x200b || c == 0x2060 || c == 0xfeff || c == 0xad;
    }
}
