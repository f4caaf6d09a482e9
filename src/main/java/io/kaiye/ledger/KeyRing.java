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
    private final ConcurrentMap<String, Known> bySecret = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Known> byPrefix = new ConcurrentHashMap<>();

    /**
     * A key as it was found.
     *
     * @param revision of all keys before it was looked for; it holds as long as that is the newest
     */
    private record Known(ApiKey key, long revision) {}

    KeyRing(Keys keys, Watch watch, InstantSource clock) {
        this.keys = keys;
        this.watch = watch;
        this.clock = clock;
    }

    /** The key that a caller sent, whatever its state; empty if there is none like it. */
    public Optional<ApiKey> find(String sent) {
        long now = watch.keys();
        Known known = bySecret.get(sent);
        if (known != null && known.revision() == now) {
            return Optional.of(known.key());
        }
        Optional<ApiKey> found = keys.find(sent);
        found.ifPresent(key -> remember(sent, new Known(key, now)));
        return found;
    }

    private void remember(String sent, Known known) {
        if (bySecret.size() >= KEYS_MAX) {
            bySecret.clear();
            byPrefix.clear();
        }
        bySecret.put(sent, known);
        byPrefix.put(known.key().prefix(), known);
    }

    /** A key by its prefix. */
    Optional<ApiKey> known(String prefix) {
        Known known = byPrefix.get(prefix);
        if (known != null && known.revision() == watch.keys()) {
            return Optional.of(known.key());
        }
        return keys.list(Optional.empty()).stream()
                .filter(key -> key.prefix().equals(prefix))
                .findFirst();
    }

    /** Good, expired or revoked, by the clock of this server. */
    public ApiKey.State state(ApiKey key) {
        return key.state(clock.instant());
    }
}
