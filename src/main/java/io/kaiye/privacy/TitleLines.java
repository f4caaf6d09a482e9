package io.kaiye.privacy;

/** In signatures and letterheads: a line of words that names an occupation, below a person's. */
final class TitleLines {
    /** Surer than the tagger, which may take such a line for a name. */
    private static final double CONFIDENCE = 0.65;

    private static final int WORDS_MAX = 8;

    private TitleLines() {}

    /** Keeps such lines, from the tags of persons. */
    static void scan(Page page, Tokens tokens, int[] tags) {
        int start = 0;
        boolean isPerson = false;
        while (start < tags.length) {
            int end = start;
            while (end < tags.length && tokens.shape(end) != Tokens.BREAK) {
                end++;
            }
            if (end > start) {
                int first = start;
                while (first < end && tokens.shape(first) == Tokens.SIGN) {
                    first++;
                }
                if (isPerson && isOccupation(tokens, first, end)) {
                    int last = lastWord(tokens, first, end);
                    page.found(
                            tokens.start(first),
                            tokens.end(last),
                            PersonalDataKind.TITLE,
                            CONFIDENCE);
                }
                isPerson = isPerson(tags, first, end);
            }
            start = end + 1;
        }
    }

    private static boolean isPerson(int[] tags, int first, int end) {
        for (int i = first; i < end; i++) {
            if (tags[i] == Tag.OUTSIDE || Tag.kind(tags[i]) != PersonalDataKind.PERSON) {
                return false;
            }
        }
        return end > first;
    }

    /** Words and commas only; an occupation ends the line or stands before a comma. */
    private static boolean isOccupation(Tokens tokens, int first, int end) {
        int last = lastWord(tokens, first, end);
        if (end - first > WORDS_MAX || tokens.shape(last) == Tokens.BREAK) {
            return false;
        }
        boolean isJob = false;
        for (int i = first; i <= last; i++) {
            int shape = tokens.shape(i);
            boolean isWord = shape >= Tokens.LOWER && shape <= Tokens.MIXED;
            if (!isWord && !isJoin(tokens.lower(i))) {
                return false;
            }
            boolean isEnd = i == last || tokens.lower(i + 1).equals(",");
            isJob |= isEnd && (tokens.flags(i) & Lexicon.JOB) != 0;
        }
        return isJob && (first == last || !hasFirm(tokens, last));
    }

    /** A form such as "Inc" at the end; words such as "bank" stand in titles too. */
    private static boolean hasFirm(Tokens tokens, int last) {
        int flags = tokens.flags(last);
        return (flags & Lexicon.FIRM) != 0 && (flags & Lexicon.JOB) == 0;
    }

    private static boolean isJoin(String sign) {
        return sign.equals(",") || sign.equals("/") || sign.equals("&") || sign.equals("-");
    }

    private static int lastWord(Tokens tokens, int first, int end) {
        int last = end - 1;
        while (last > first && tokens.shape(last) == Tokens.SIGN) {
            last--;
        }
        return last;
    }
}
