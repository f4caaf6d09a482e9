package io.kaiye.ledger;

/** The forms of names; looked at by hand, since every posting makes some. */
final class Names {
    private Names() {}

    /**
     * Lower-case letters, digits and these others, but the first; at least one, at most so many.
     */
    static boolean isName(String value, int most, String others) {
        if (value.isEmpty() || value.length() > most || !isLetterOrDigit(value.charAt(0))) {
            return false;
        }
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLetterOrDigit(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /** Printable ASCII without a space; at least one character, at most so many. */
    static boolean isPrintable(String value, int most) {
        if (value.isEmpty() || value.length() > most) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '!' || value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
