package io.kaiye.gateway;

/**
 * Which answers are audited: a share of them, by seed and id alone, so that the same answer is
 * always judged the same way and callers cannot tell. Safe for threads.
 *
 * @param share 0 to 1
 */
record AuditSampler(double share, long seed) {
    AuditSampler {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(share + " is not a share");
        }
    }

    boolean audits(String answerId) {
        return uniform(answerId) < share;
    }

    /** From 0 to 1 without 1, as good as evenly spread over ids. */
    private double uniform(String answerId) {
        long hash = seed * 0x9e3779b97f4a7c15L;
        for (int i = 0; i < answerId.length(); i++) {
            hash = mix(hash ^ answerId.charAt(i));
        }
        return (mix(hash) >>> 11) * 0x1.0p-53;
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
