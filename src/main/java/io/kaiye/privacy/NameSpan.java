package io.kaiye.privacy;

/** Where a person's name begins and ends when a part of it is a common word or was passed over. */
final class NameSpan {
    private NameSpan() {}

    /** A single name, or an initial, takes the word with a capital that follows it. */
    static int last(Tokens tokens, int[] tags, int first, int last) {
        int next = last + 1;
        boolean isSingle = first == last && (tokens.flags(first) & Lexicon.COMMON) == 0;
        boolean isInitial = tokens.shape(last) == Tokens.INITIAL;
        boolean isPart =
                next < tags.length
                        && tags[next] == Tag.OUTSIDE
                        && (isSingle || isInitial)
                        && isNamePart(tokens, next)
                        && tokens.shape(last) != Tokens.LOWER
                        && tokens.shape(next + 1) != Tokens.CAPITAL;
        return isPart ? next : last;
    }

    /** A listed given name before it belongs to it. */
    static int first(Tokens tokens, int[] tags, int first) {
        int before = first - 1;
        boolean isPart =
                before >= 0
                        && tags[before] == Tag.OUTSIDE
                        && isNamePart(tokens, before)
                        && (tokens.flags(before) & Lexicon.GIVEN) != 0;
        return isPart ? before : first;
    }

    private static boolean isNamePart(Tokens tokens, int at) {
        return tokens.shape(at) == Tokens.CAPITAL
                && (tokens.flags(at) & Lexicon.CALENDAR) == 0
                && !tokens.lower(at).equals("day")
                && !tokens.isFunctionWord(at);
    }
}
