package io.kaiye.privacy;

/**
 * What the tagger looks at, as places in a table of weights: the word with two neighbours on each
 * side, their shapes and what the lists say of them, the end of unknown words, the words around the
 * run of capitals, and the two tags before. Words that are not common count by shape and ending
 * only, so that names it never saw look like those it learnt from.
 */
final class TagFeatures {
    /** Places of the table; a power of two. */
    static final int PLACES = 1 << 17;

    static final int MAX = 40;

    private static final int RUN = 6;

    private final Tokens tokens;
    private final int[] places = new int[MAX];
    private int count;

    TagFeatures(Tokens tokens) {
        this.tokens = tokens;
    }

    int[] places() {
        return places;
    }

    int count() {
        return count;
    }

    /** Fills the places for a token whose two tags before are known. */
    void look(int at, int before, int beforeThat) {
        count = 0;
        int shape = tokens.shape(at);
        int flags = tokens.flags(at);
        int look = shape * 4096 + flags + (tokens.hasCapitals() ? 0 : 1 << 20);
        int left = tokens.shape(at - 1) * 4096 + tokens.flags(at - 1);
        int right = tokens.shape(at + 1) * 4096 + tokens.flags(at + 1);
        int word = word(at);
        int one = word(at - 1);
        int two = word(at + 1);
        add(1, word, 0, 0);
        add(2, look, 0, 0);
        add(3, look, tokens.suffix(at), 0);
        add(4, one, shape, 0);
        add(5, word(at - 2), one, shape);
        add(6, two, look, 0);
        add(7, two, word(at + 2), shape);
        add(8, one, two, shape);
        add(9, left, look, 0);
        add(10, look, right, 0);
        add(11, left, look, right);
        add(12, before, look, 0);
        add(13, before, word, 0);
        add(14, before, beforeThat, shape);
        add(15, before, one, look);
        add(16, before, left, look);
        add(17, before, look, right);
        add(21, before, beforeThat, word);
        lines(at, before, look);
        run(at, look);
        if (!tokens.hasCapitals()) {
            add(30, one, look, 1);
            add(31, word(at - 2), one, word);
            add(32, before, word, two);
        }
    }

    /** Where the token stands in its line, and how the lines beside begin. */
    private void lines(int at, int before, int look) {
        boolean first = tokens.shape(at - 1) == Tokens.BREAK;
        boolean last = tokens.shape(at + 1) == Tokens.BREAK;
        int edges = (first ? 1 : 0) + (last ? 2 : 0);
        add(22, edges, look, 0);
        add(23, edges, before, tokens.shape(at));
        if (first) {
            add(24, tokens.shape(at - 2) * 4096 + tokens.flags(at - 2), look, 0);
            add(25, beforeBreak(at), look, 0);
        }
        if (last) {
            add(26, tokens.shape(at + 2) * 4096 + tokens.flags(at + 2), look, before);
        }
    }

    /** The words around the run of capitals that the token stands in, and how the run ends. */
    private void run(int at, int look) {
        int left = at - 1;
        while (at - left < RUN && isRun(left)) {
            left--;
        }
        int right = at + 1;
        while (right - at < RUN && isRun(right)) {
            right++;
        }
        add(27, word(left), look, 0);
        add(28, word(right), look, 0);
        add(29, tokens.flags(right - 1), right - left, look);
    }

    /** Capitals; in a text without them, words that are not common. */
    private boolean isRun(int at) {
        int shape = tokens.shape(at);
        return (shape >= Tokens.CAPITAL && shape <= Tokens.INITIAL)
                || (shape == Tokens.LOWER
                        && !tokens.hasCapitals()
                        && (tokens.flags(at) & Lexicon.COMMON) == 0);
    }

    private int beforeBreak(int at) {
        int i = at - 1;
        while (i >= 0 && at - i < 4 && tokens.shape(i) == Tokens.BREAK) {
            i--;
        }
        return word(i);
    }

    /** Numbers of words; for others something of their shape. */
    private int word(int at) {
        int word = tokens.word(at);
        return word != 0 ? word : 20_000 + tokens.shape(at);
    }

    private void add(int template, int a, int b, int c) {
        int hash = template * 0x9E3779B1;
        hash = (hash ^ a) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 15 ^ b) * 0xC2B2AE35;
        hash = (hash ^ hash >>> 13 ^ c) * 0x27D4EB2F;
        places[count++] = (hash ^ hash >>> 16) & PLACES - 1;
    }
}
