package io.kaiye.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before another try: doubling, with jitter. Pure. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(250);
    static final Duration LONGEST = Duration.ofSeconds(8);
    private static final int DOUBLINGS_MAX = 16;

    private Backoff() {}

    /**
     * The wait before try {@code retry}, from 1: a random time between half and the whole of 250
     * ms, 500 ms, 1 s … 8 s, but never less than the upstream asked for.
     */
    static Duration before(int retry, Optional<Duration> retryAfter, RandomGenerator random) {
        long whole = FIRST.toMillis() << Math.min(retry - 1, DOUBLINGS_MAX);
        long most = Math.min(whole, LONGEST.toMillis());
        Duration own = Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
        return retryAfter.filter(asked -> asked.compareTo(own) > 0).orElse(own);
    }
}
