package io.kaiye.privacy;

import java.util.Set;

/**
 * How far an address reaches beyond what was tagged: a house number before it; after it units,
 * places, states and codes, each behind a comma or a new line, whatever the tagger took them for.
 */
final class AddressReach {
    private static final int GAP = 4;
    private static final int LEFT = 2;
    private static final int RUN = 4;
    private static final int BELOW = 12;
    private static final Set<String> UNITS =
            Set.of("apt", "apartment", "suite", "flat", "floor", "room", "unit", "ste", "box");

    private final Tokens tokens;
    private final int[] tags;
    private int before = -1;

    AddressReach(Tokens tokens, int[] tags) {
        this.tokens = tokens;
        this.tags = tags;
    }

    /** An address was kept that ends there. */
    void ended(int last) {
        before = last;
    }

    /** Shortly after an address: what stands there is the rest of it. */
    boolean isBelow(int at) {
        return before >= 0 && at - before <= BELOW;
    }

    /** The first token, with the house numbers that stand before a street's name. */
    int first(int begin) {
        int first = begin;
        while (begin - first < LEFT
                && first > 0
                && isNumber(first - 1)
                && tags[first - 1] == Tag.OUTSIDE) {
            first--;
        }
        return first;
    }

    /** The last token, from the last one that was tagged. */
    int last(int begin, int tagged) {
        int last = tagged;
        while (true) {
            int next = last + 1;
            while (next < tags.length && next - last <= GAP && isGap(next)) {
                next++;
            }
            int end = partEnd(begin, last, next);
            if (end <= last) {
                return last;
            }
            last = end;
        }
    }

    /** The end of the part of an address that begins there; -1 if none does. */
    private int partEnd(int begin, int last, int next) {
        if (next >= tags.length) {
            return -1;
        }
        if (isUnit(next)) {
            return numberAfter(next);
        }
        if (isCrossing(begin, last, next)) {
            return runEnd(next + 1);
        }
        boolean isJoined = isJoined(last, next);
        if (isJoined && isOfAddress(tags[next])) {
            return tagEnd(next);
        }
        if (!isJoined || tokens.lower(last).equals(".")) {
            return -1;
        }
        if (tokens.lower(next).equals("(")) {
            return bracketEnd(next);
        }
        if (isState(next) && isCodeOrCountry(skipGap(next + 1))) {
            return next;
        }
        if (isCode(next) && (isAfterRegion(last) || !isLine(next))) {
            return next;
        }
        int end = runEnd(next);
        if (end >= next && isCode(end + 1) && !isSentence(end + 2)) {
            return end + 1;
        }
        boolean isTown =
                end >= next
                        && tokens.shape(next - 1) == Tokens.BREAK
                        && tokens.shape(end + 1) == Tokens.BREAK
                        && isCountry(skipGap(end + 1));
        return isTown ? end : countryEnd(next);
    }

    /** After a state, a country or a bracket even a number within a sentence is a code. */
    private boolean isAfterRegion(int last) {
        return isState(last) || isCountry(last) || tokens.lower(last).equals(")");
    }

    /** "(North)" before a code. */
    private int bracketEnd(int open) {
        for (int i = open + 1; i < open + 1 + RUN && i < tags.length; i++) {
            if (tokens.lower(i).equals(")")) {
                return isCode(i + 1) ? i : -1;
            }
        }
        return -1;
    }

    private boolean isCodeOrCountry(int at) {
        return isCode(at) || isCountry(at);
    }

    private boolean isCountry(int at) {
        return isCapital(at) && (tokens.flags(at) & Lexicon.COUNTRY) != 0;
    }

    /** Only commas, brackets and new lines lie between; a full stop would begin a sentence. */
    private boolean isJoined(int last, int next) {
        for (int i = last + 1; i < next; i++) {
            if (tokens.lower(i).equals(".")) {
                return false;
            }
        }
        return true;
    }

    private boolean isGap(int at) {
        if (tokens.shape(at) == Tokens.BREAK) {
            return true;
        }
        String sign = tokens.lower(at);
        return sign.equals(",") || sign.equals(".") || sign.equals(")");
    }

    private int skipGap(int at) {
        int next = at;
        while (next < tags.length && next - at < GAP && isGap(next)) {
            next++;
        }
        return next;
    }

    /** "Apt. 12", "Suite 5". */
    private boolean isUnit(int at) {
        return UNITS.contains(tokens.lower(at)) && numberAfter(at) > at;
    }

    private int numberAfter(int unit) {
        int at = tokens.lower(unit + 1).equals(".") ? unit + 2 : unit + 1;
        return isNumber(at) ? at : -1;
    }

    /** "the corner of First Street and Mill Lane". */
    private boolean isCrossing(int begin, int last, int next) {
        boolean isAnd = next <= last + 2 && tokens.lower(next).equals("and");
        if (!isAnd || tokens.lower(next - 1).equals(",") || runEnd(next + 1) <= next) {
            return false;
        }
        for (int i = Math.max(0, begin - 1); i <= last; i++) {
            if (tokens.lower(i).equals("corner")) {
                return true;
            }
        }
        return false;
    }

    private int tagEnd(int begin) {
        int end = begin;
        while (end + 1 < tags.length
                && tags[end + 1] != Tag.OUTSIDE
                && !Tag.isBegin(tags[end + 1])) {
            end++;
        }
        return end;
    }

    private static boolean isOfAddress(int tag) {
        return tag != Tag.OUTSIDE
                && (Tag.kind(tag) == PersonalDataKind.PLACE
                        || Tag.kind(tag) == PersonalDataKind.STREET_ADDRESS);
    }

    /** Capitals and numbers side by side; the place before where none begins. */
    private int runEnd(int at) {
        int end = at;
        while (end < tags.length
                && end - at < RUN
                && (isCapital(end) || (isNumber(end) && end > at))) {
            end++;
        }
        while (end > at && isNumber(end - 1) && !isStreet(at, end - 1)) {
            end--;
        }
        return end - 1;
    }

    private boolean isStreet(int first, int last) {
        for (int i = first; i < last; i++) {
            if ((tokens.flags(i) & Lexicon.STREET) != 0) {
                return true;
            }
        }
        return false;
    }

    /** A country of the list behind a comma or on a line of its own. */
    private int countryEnd(int at) {
        int end = at;
        while (end < tags.length && isCountry(end)) {
            end++;
        }
        return end > at && isGap(at - 1) ? end - 1 : -1;
    }

    private boolean isCapital(int at) {
        int shape = tokens.shape(at);
        return shape >= Tokens.CAPITAL && shape <= Tokens.MIXED;
    }

    private boolean isNumber(int at) {
        int shape = tokens.shape(at);
        return shape >= Tokens.MIXED_DIGITS && shape < Tokens.FOUND && at < tags.length;
    }

    /** One to three letters, as "IL" or "NSW"; text without capitals has no such. */
    private boolean isState(int at) {
        int length = at < tags.length ? tokens.end(at) - tokens.start(at) : 0;
        return length > 0
                && length <= 3
                && tokens.shape(at) >= Tokens.LOWER
                && tokens.shape(at) <= Tokens.INITIAL
                && (tokens.shape(at) != Tokens.LOWER || !tokens.isFunctionWord(at));
    }

    /** Four to six digits. */
    private boolean isCode(int at) {
        int digits = tokens.shape(at) - Tokens.DIGITS + 1;
        return at < tags.length && digits >= 4 && digits <= 6;
    }

    /** Words or a sign follow that make the number something else than a code. */
    private boolean isLine(int at) {
        return isSentence(at + 1) || tokens.end(at) - tokens.start(at) != 5;
    }

    private boolean isSentence(int at) {
        return tokens.shape(at) == Tokens.LOWER && !tokens.isFunctionWord(at);
    }
}
