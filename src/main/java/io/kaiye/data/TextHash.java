package io.kaiye.data;

/** A 64-bit hash of a text, the same on every machine; equal hashes are taken for equal texts. */
final class TextHash {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private TextHash() {}

    /** White space around the text does not count. FNV-1a over its UTF-16 units, then mixed. */
    static long of(String text) {
        String core = text.strip();
        long hash = OFFSET;
        for (int i = 0; i < core.length(); i++) {
            hash = (hash ^ core.charAt(i)) * PRIME;
        }
        return SplitMix64.mixed(hash);
    }
}
