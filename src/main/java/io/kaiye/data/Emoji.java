package io.kaiye.data;

/**
 * Finds pictures among characters: what Unicode shows as a picture by default, dingbats and weather
 * signs that are emoji too, flags, and the skin tones, joiners and selectors of these. Signs that
 * are text first, such as ©, ™ and digits, are none.
 */
final class Emoji {
    private static final int SELECTOR = 0xfe0f;
    private static final int KEYCAP = 0x20e3;
    private static final int JOINER = 0x200d;

    private Emoji() {}

    /** A space for each run of emoji. */
    static String removed(String text) {
        if (text.chars().allMatch(c -> c < 0x200d)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        boolean within = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point == SELECTOR || point == KEYCAP || (within && point == JOINER)) {
                continue;
            }
            boolean picture = isPicture(point);
            if (picture && !within) {
                out.append(' ');
            } else if (!picture) {
                out.appendCodePoint(point);
            }
            within = picture;
        }
        return out.toString();
    }

    private static boolean isPicture(int point) {
        return Character.isEmojiPresentation(point)
                || Character.isEmojiModifier(point)
                || (point >= 0x1f000
                        && point < 0x20000
                        && (Character.isEmoji(point) || Character.isExtendedPictographic(point)))
                || (point >= 0x2600 && point < 0x27c0 && Character.isEmoji(point))
                || (point >= 0xe0020 && point < 0xe0080);
    }
}
