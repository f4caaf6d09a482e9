package io.kaiye.serve;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;

/** What a text must be before it is tokenised. */
final class TextCheck {
    private static final String PARAMETER = "input";

    private TextCheck() {}

    /**
     * @throws KaiyeException INVALID_ARGUMENT or TOO_LARGE, naming the text
     */
    static void check(List<String> texts, int textsMax) {
        if (texts.isEmpty()) {
            throw invalid(
                    "\"input\" has no texts; send a text or a list of 1 to " + textsMax + ".");
        }
        if (texts.size() > textsMax) {
            throw KaiyeException.ofParameter(
                    ErrorCode.TOO_LARGE,
                    PARAMETER,
                    "\"input\" has "
                            + texts.size()
                            + " texts; at most "
                            + textsMax
                            + " are accepted in one request. Send them in several.");
        }
        for (int i = 0; i < texts.size(); i++) {
            checkText(texts.get(i), i);
        }
    }

    private static void checkText(String text, int index) {
        if (text.isBlank()) {
            throw invalid("Text " + index + " of \"input\" is empty; leave it out.");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw invalid(place(index, i) + " is NUL (U+0000); remove it.");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw invalid(place(index, i) + " is half of a surrogate pair; remove it.");
                }
                i++;
            }
        }
    }

    private static String place(int index, int character) {
        return "Character " + character + " of text " + index + " of \"input\"";
    }

    private static KaiyeException invalid(String message) {
        return KaiyeException.ofParameter(ErrorCode.INVALID_ARGUMENT, PARAMETER, message);
    }
}
