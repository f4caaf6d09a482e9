package io.kaiye.ledger;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keys that were sent lately, so that the database is not asked for every call. What is remembered
 * is found by the whole key, and forgotten when any key changes. Safe for threads.
 */
public final class KeyRing {
    private static final int KEYS_MAX = 10_000;

    private final Keys keys;
    private final Watch watch;
    private final InstantSource clock;
    private final ConcurrentMap<String, ApiKey> bySecret = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ApiKey> byPrefix = new ConcurrentHashMap<>();
    private volatile long revision = Long.MIN_VALUE;

    KeyRing(Keys keys, Watch watch, InstantSource clock) {
        this.keys = keys;
        this.watch = watch;
        this.clock = clock;
    }

    /** The key that a caller sent, whatever its state; empty if there is none like it. */
    public Optional<ApiKey> find(String sent) {
        long now = watch.keys();
        if (now != revision) {
            forget(now);
        }
        ApiKey known = bySecret.get(sent);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ApiKey> found = keys.find(sent);
        if (found.isPresent() && now == revision && bySecret.size() < KEYS_MAX) {
            bySecret.put(sent, found.get());
            byPrefix.put(found.get().prefix(), found.get());
        }
        return found;
    }

    /** A key that was found before, by its prefix. */
    Optional<ApiKey> known(String prefix) {
        return Optional.ofNullable(byPrefix.get(prefix))
                .or(
                        () ->
                                keys.list(Optional.empty()).stream()
                                        .filter(key -> key.prefix().equals(prefix))
                                        .findFirst());
    }

    /** Good, expired or revoked, by the clock of this server. */
    public ApiKey.State state(ApiKey key) {
        return key.state(clock.instant());
    }

    private synchronized void forget(long now) {
        if (now != revision) {
            bySecret.clear();
            byPrefix.clear();
            revision = now;
        }
    }
}
