package io.kaiye.data;

/** A text as a set that only an equal text has: two numbers, 64 bits of a hash. */
final class WholeText implements TextSet {
    @Override
    public int[] of(String text) {
        long hash = TextHash.of(text);
        int high = (int) (hash >>> 32);
        int low = (int) hash;
        if (high == low) {
            return new int[] {low};
        }
        return high < low ? new int[] {high, low} : new int[] {low, high};
    }
}
