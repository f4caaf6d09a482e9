package io.kaiye.model;

import java.util.Arrays;

/**
 * Counts the grams of one text after the other. A gram is known by a 64-bit hash whose lowest four
 * bits are its kind: {@link #WORDS} + n - 1 for a run of n words, {@link #CHARACTERS} + n - 1 for n
 * characters of a word, {@link #HAN} + n - 1 for n Chinese characters. The remaining 60 bits make a
 * collision in a vocabulary of a million a matter of one text piece in 10<sup>12</sup>. The hash is
 * part of the file format: changing it makes every stored model useless. One thread at a time.
 */
public final class GramReader {
    static final int WORDS = 0;
    static final int CHARACTERS = 3;
    static final int HAN = 9;

    /** Longer words are counted whole, but only their beginning is cut into pieces. */
    static final int WORD_PIECES_MAX = 40;

    private static final int KIND_BITS = 4;
    private static final long KIND_MASK = (1 << KIND_BITS) - 1;
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long PRIME = 0xD6E8FEB86659FD93L;
    private static final int EDGE = ' ';
    private static final int SMALLEST_TABLE = 256;

    private final FeatureSettings settings;
    private final int[] word = new int[WORD_PIECES_MAX + 2];
    private final int[] run = new int[FeatureSettings.HAN_GRAMS_MAX];
    private int wordLength;
    private long wordHash;
    private long before1;
    private long before2;
    private int runLength;
    private int words;
    private boolean truncated;

    private long[] table = new long[SMALLEST_TABLE];
    private int[] tableCounts = new int[SMALLEST_TABLE];
    private int[] slots = new int[SMALLEST_TABLE / 2];
    private int size;

    public GramReader(FeatureSettings settings) {
        this.settings = settings;
    }

    /** The kind of a gram. */
    public static int kind(long gram) {
        return (int) (gram & KIND_MASK);
    }

    /** True for a piece of a word, false for whole words and Chinese characters. */
    public static boolean isPiece(long gram) {
        int kind = kind(gram);
        return kind >= CHARACTERS && kind < HAN;
    }

    /** Reads a text and forgets the one before. Returns the number of different grams. */
    public int read(String text) {
        reset();
        int end = Math.min(text.length(), settings.textCharactersMax());
        truncated = end < text.length();
        int i = 0;
        while (i < end) {
            char unit = text.charAt(i);
            if (unit < 128) {
                i++;
                take(Characters.folded(unit), Characters.kind(unit));
            } else {
                int point = text.codePointAt(i);
                i += Character.charCount(point);
                int folded = Characters.folded(point);
                take(folded, Characters.kind(folded));
            }
        }
        endWord();
        return size;
    }

    /** Number of different grams of the last text. */
    public int size() {
        return size;
    }

    /** True if the end of the last text was cut off. */
    public boolean truncated() {
        return truncated;
    }

    /** Words and Chinese characters of the last text, those seen again too. */
    public int words() {
        return words;
    }

    /** The gram at {@code index}, in the order of its first appearance. */
    public long gram(int index) {
        return table[slots[index]];
    }

    /** How often that gram was seen, at least 1. */
    public int count(int index) {
        return tableCounts[slots[index]];
    }

    private void take(int point, int kind) {
        switch (kind) {
            case Characters.LETTER -> letter(point);
            case Characters.HAN -> {
                endWord();
                words++;
                han(point, 1);
            }
            case Characters.SIGN -> {
                endWord();
                if (settings.signs()) {
                    sign(point);
                }
                if (runLength > 0) {
                    han(point, 2);
                }
            }
            default -> endWord();
        }
    }

    private void letter(int point) {
        if (wordLength < WORD_PIECES_MAX) {
            word[wordLength + 1] = point;
        }
        wordHash = (wordHash ^ point) * PRIME;
        wordHash ^= wordHash >>> 32;
        wordLength++;
    }

    private void endWord() {
        if (wordLength > 0) {
            words(mix(wordHash));
            if (settings.charGramsMax() > 0) {
                pieces(Math.min(wordLength, WORD_PIECES_MAX));
            }
            wordLength = 0;
            wordHash = SEED;
            runLength = 0;
        }
    }

    private void sign(int point) {
        words(mix((SEED ^ point) * PRIME));
    }

    private void words(long hash) {
        words++;
        if (settings.wordGrams() > 0) {
            add(hash, WORDS);
            if (settings.wordGrams() > 1 && before1 != 0) {
                long pair = mix(before1 * PRIME + hash);
                add(pair, WORDS + 1);
                if (settings.wordGrams() > 2 && before2 != 0) {
                    add(mix(before2 * PRIME + pair), WORDS + 2);
                }
            }
        }
        before2 = before1;
        before1 = hash;
    }

    private void pieces(int length) {
        word[0] = EDGE;
        word[length + 1] = EDGE;
        int end = length + 2;
        int least = settings.charGramsMin();
        int most = settings.charGramsMax();
        for (int from = 0; from < end; from++) {
            long hash = SEED;
            int last = Math.min(end, from + most);
            for (int to = from; to < last; to++) {
                hash = (hash ^ word[to]) * PRIME;
                hash ^= hash >>> 32;
                int pieceLength = to - from + 1;
                if (pieceLength >= least && !(pieceLength == 1 && word[to] == EDGE)) {
                    add(hash * SEED, CHARACTERS + pieceLength - 1);
                }
            }
        }
    }

    /** Adds the runs of at least {@code least} characters that end with this one. */
    private void han(int point, int least) {
        int most = settings.hanGrams();
        if (most == 0) {
            return;
        }
        System.arraycopy(run, 0, run, 1, most - 1);
        run[0] = point;
        runLength = Math.min(most, runLength + 1);
        long hash = SEED;
        for (int length = 1; length <= runLength; length++) {
            hash = (hash ^ run[length - 1]) * PRIME;
            hash ^= hash >>> 32;
            if (length >= least) {
                add(hash * SEED, HAN + length - 1);
            }
        }
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 29)) * PRIME;
        return mixed ^ (mixed >>> 32);
    }

    private void add(long hash, int kind) {
        long gram = (hash << KIND_BITS) | kind;
        if (gram == 0) {
            gram = 1L << 63;
        }
        int mask = table.length - 1;
        int slot = spread(gram) & mask;
        while (table[slot] != 0) {
            if (table[slot] == gram) {
                tableCounts[slot]++;
                return;
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = gram;
        tableCounts[slot] = 1;
        slots[size++] = slot;
        if (size == slots.length) {
            grow();
        }
    }

    /** Where a gram is looked for first in a table of a power of two. */
    public static int spread(long gram) {
        return (int) ((gram * SEED) >>> 32);
    }

    private void grow() {
        long[] oldTable = table;
        int[] oldCounts = tableCounts;
        int[] oldSlots = slots;
        table = new long[oldTable.length * 2];
        tableCounts = new int[table.length];
        slots = Arrays.copyOf(oldSlots, table.length / 2);
        int mask = table.length - 1;
        for (int i = 0; i < size; i++) {
            long gram = oldTable[oldSlots[i]];
            int slot = spread(gram) & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = gram;
            tableCounts[slot] = oldCounts[oldSlots[i]];
            slots[i] = slot;
        }
    }

    private void reset() {
        for (int i = 0; i < size; i++) {
            table[slots[i]] = 0;
        }
        size = 0;
        wordLength = 0;
        wordHash = SEED;
        before1 = 0;
        before2 = 0;
        runLength = 0;
        words = 0;
    }
}
