package io.kaiye.gateway;

/**
 * The key of an upstream in memory. Never printed: its text is only had by {@link #reveal}, and
 * {@link #masked} takes it out of texts that may repeat it.
 */
final class UpstreamKey {
    static final UpstreamKey NONE = new UpstreamKey("");

    /** What {@link #isAccepted} takes, in words. */
    static final String ACCEPTED = "1 to 4096 printable ASCII characters without spaces";

    private static final int CHARACTERS_MAX = 4096;
    private static final String MASK = "***";
    private static final int SHORTEST_MASKED = 4;

    private final String key;

    UpstreamKey(String key) {
        this.key = key;
    }

    /** True if it fits into a header. */
    static boolean isAccepted(String key) {
        return !key.isEmpty()
                && key.length() <= CHARACTERS_MAX
                && key.chars().allMatch(c -> c > ' ' && c < 127);
    }

    boolean isSet() {
        return !key.isEmpty();
    }

    /** The key itself; only for the header that carries it. */
    String reveal() {
        return key;
    }

    /** The text without the key and without anything that looks like one. */
    String masked(String text) {
        String without = key.length() >= SHORTEST_MASKED ? text.replace(key, MASK) : text;
        return without.replaceAll("\\bsk-[A-Za-z0-9_*-]{4,}", MASK);
    }

    @Override
    public String toString() {
        return MASK;
    }
}
