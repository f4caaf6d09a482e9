package io.kaiye.graph;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;

/** How this room says no to a model. */
final class Refusal {
    private static final int SHOWN_CHARACTERS_MAX = 80;

    private Refusal() {}

    /** The file is damaged: {@code what} is wrong with it. */
    static KaiyeException corrupt(String what) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                "The ONNX model is damaged: "
                        + what
                        + ". Download or export it again; a whole file can be checked with"
                        + " `python -m onnx.checker`.");
    }

    /** The file is sound, but nothing Kaiye can work with. */
    static KaiyeException unsupported(String what, String next) {
        return new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL, "Cannot use this ONNX model: " + what + ". " + next);
    }

    /** A name from a file as it may appear in a message: short, and without control characters. */
    static String shown(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= SHOWN_CHARACTERS_MAX
                ? "'" + clean + "'"
                : "'" + clean.substring(0, SHOWN_CHARACTERS_MAX) + "…'";
    }
}
