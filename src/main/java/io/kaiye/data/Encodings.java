package io.kaiye.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Decides how a file's bytes become text; never guesses where lines contradict each other. */
final class Encodings {
    static final String UTF_8 = "utf-8";
    static final String GB18030 = "gb18030";
    static final String LATIN_1 = "windows-1252";

    /** Spellings that are taken for an encoding. */
    private static final Map<String, String> SPELLINGS =
            Map.ofEntries(
                    Map.entry("auto", "auto"),
                    Map.entry("utf-8", UTF_8),
                    Map.entry("utf8", UTF_8),
                    Map.entry("gb18030", GB18030),
                    Map.entry("gbk", GB18030),
                    Map.entry("gb2312", GB18030),
                    Map.entry("latin-1", LATIN_1),
                    Map.entry("latin1", LATIN_1),
                    Map.entry("iso-8859-1", LATIN_1),
                    Map.entry("windows-1252", LATIN_1));

    private Encodings() {}

    static Charset charset(String encoding) {
        return switch (encoding) {
            case GB18030 -> Charset.forName("GB18030");
            case LATIN_1 -> Charset.forName("windows-1252");
            default -> StandardCharsets.UTF_8;
        };
    }

    /** An encoding by any of its spellings. */
    static String known(String asked) {
        String known = SPELLINGS.get(asked.toLowerCase(Locale.ROOT));
        if (known == null) {
            throw Refusal.usage(
                    "Unknown --encoding \""
                            + asked
                            + "\"; accepted: auto, utf-8, gb18030, latin-1. UTF-16 is found out.");
        }
        return known;
    }

    /**
     * The encoding of most lines, for a reader that sets aside the lines that are not in it.
     *
     * @param asked "auto" or a known encoding
     */
    static String choose(String asked, LineEncodings lines) {
        if (!asked.equals("auto")) {
            return asked;
        }
        if (lines.firstNotUtf8() == 0 || lines.mostlyUtf8()) {
            return UTF_8;
        }
        return lines.looksChinese() && !lines.mostlyNeither() ? GB18030 : LATIN_1;
    }

    /**
     * The encoding of a file.
     *
     * @param asked "auto" or a known encoding
     */
    static String decide(Path file, String asked, LineEncodings lines) {
        return switch (asked) {
            case UTF_8 -> {
                require(file, lines.firstNotUtf8(), UTF_8);
                yield UTF_8;
            }
            case GB18030 -> {
                require(file, lines.firstNotGb(), GB18030);
                yield GB18030;
            }
            case LATIN_1 -> LATIN_1;
            default -> detect(file, lines);
        };
    }

    private static void require(Path file, long firstWrongLine, String encoding) {
        if (firstWrongLine > 0) {
            throw Refusal.row(
                    file,
                    firstWrongLine,
                    "these bytes are not "
                            + encoding
                            + ", which --encoding asks for. Leave the option away to have the"
                            + " encoding found out.");
        }
    }

    private static String detect(Path file, LineEncodings lines) {
        long notUtf8 = lines.firstNotUtf8();
        if (notUtf8 == 0) {
            return UTF_8;
        }
        if (lines.mostlyUtf8()) {
            throw Refusal.row(
                    file,
                    notUtf8,
                    "these bytes are not UTF-8, though most other lines are. Correct or delete the"
                            + " line.");
        }
        if (lines.firstNeither() > 0 || !lines.looksChinese()) {
            throw Refusal.row(
                    file,
                    lines.firstNeither() > 0 ? lines.firstNeither() : notUtf8,
                    "these bytes are neither UTF-8 nor GB18030. Convert the file first, for"
                            + " instance: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW");
        }
        if (lines.firstSurelyUtf8() > 0) {
            throw Refusal.row(
                    file,
                    lines.firstSurelyUtf8(),
                    "this line is UTF-8, but line "
                            + notUtf8
                            + " is GB18030. Convert the file to one encoding first.");
        }
        return GB18030;
    }
}
