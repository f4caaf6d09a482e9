package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** The ways an import says no; each message names the file, and the line where there is one. */
final class Refusal {
    private static final String NOTHING = " Nothing was imported.";
    private static final int SHOWN_CHARACTERS_MAX = 60;
    private static final int SHOWN_BEFORE = 20;

    private Refusal() {}

    static KaiyeException file(Path file, String why) {
        return new KaiyeException(ErrorCode.INVALID_FILE, file + " " + why + NOTHING);
    }

    static KaiyeException tooLarge(Path file, String why) {
        return new KaiyeException(ErrorCode.TOO_LARGE, file + " " + why + NOTHING);
    }

    /** One row that is too large; its cause is a {@link BrokenRow}. */
    static KaiyeException tooLarge(Path file, long line, String why) {
        return new KaiyeException(
                ErrorCode.TOO_LARGE,
                place(file, line) + ": " + why + NOTHING,
                new BrokenRow(line, why));
    }

    /** One row that cannot be taken; its cause is a {@link BrokenRow}. */
    static KaiyeException row(Path file, long line, String why) {
        return new KaiyeException(
                ErrorCode.INVALID_DATA,
                place(file, line) + ": " + why + NOTHING,
                new BrokenRow(line, why));
    }

    /** A limit of the whole import that is passed at a line. */
    static KaiyeException limit(ErrorCode code, Path file, long line, String why) {
        return new KaiyeException(code, place(file, line) + ": " + why + NOTHING);
    }

    static KaiyeException data(String why) {
        return new KaiyeException(ErrorCode.INVALID_DATA, why + NOTHING);
    }

    /** The same refusal where nothing was to be imported: its last sentence goes. */
    static KaiyeException withoutImport(KaiyeException refusal) {
        String message = String.valueOf(refusal.getMessage());
        return message.endsWith(NOTHING)
                ? new KaiyeException(
                        refusal.code(),
                        message.substring(0, message.length() - NOTHING.length()),
                        refusal)
                : refusal;
    }

    /** The same refusal of a copy, by the name that the reader knows its original by. */
    static KaiyeException renamed(KaiyeException refusal, Path copy, String shown) {
        String message = String.valueOf(refusal.getMessage());
        return message.contains(copy.toString())
                ? new KaiyeException(
                        refusal.code(), message.replace(copy.toString(), shown), refusal)
                : refusal;
    }

    /** What a step refuses of rows that are stored already. */
    static KaiyeException stored(String why) {
        return new KaiyeException(ErrorCode.INVALID_DATA, why + " Nothing was stored.");
    }

    static KaiyeException usage(String why) {
        return new KaiyeException(ErrorCode.INVALID_ARGUMENT, why);
    }

    static KaiyeException unreadable(Path file, IOException cause) {
        String why =
                switch (cause) {
                    case NoSuchFileException missing -> "does not exist. Check the path.";
                    case AccessDeniedException denied ->
                            "cannot be read: no permission. Change its permissions, or copy it.";
                    case CharacterCodingException coding ->
                            "has bytes that are not in its encoding. Convert it to UTF-8 first.";
                    default ->
                            "cannot be read ("
                                    + cause.getClass().getSimpleName()
                                    + ": "
                                    + cause.getMessage()
                                    + ").";
                };
        return new KaiyeException(ErrorCode.INVALID_FILE, file + " " + why + NOTHING, cause);
    }

    /** A text for a message: one line, cut, in quotes. */
    static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        int end = Math.min(line.length(), SHOWN_CHARACTERS_MAX);
        if (end < line.length() && Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return "\"" + line.substring(0, end) + (end < line.length() ? "…\"" : "\"");
    }

    /** The same, but begun shortly before the first difference from another text. */
    static String shown(String text, String beside) {
        int same = 0;
        while (same < Math.min(text.length(), beside.length())
                && text.charAt(same) == beside.charAt(same)) {
            same++;
        }
        int start = same - SHOWN_BEFORE;
        if (Math.max(text.length(), beside.length()) <= SHOWN_CHARACTERS_MAX
                || same < SHOWN_CHARACTERS_MAX / 2 + SHOWN_BEFORE) {
            return shown(text);
        }
        start -= Character.isLowSurrogate(text.charAt(start)) ? 1 : 0;
        return shown("…" + text.substring(start));
    }

    /** Such as "1 row" and "2,000 rows". */
    static String count(long value, String one, String many) {
        return number(value) + " " + (value == 1 ? one : many);
    }

    /** A number with commas. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String place(Path file, long line) {
        return file + " line " + line;
    }
}
