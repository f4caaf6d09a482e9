package io.kaiye.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * An alias began to point at another version, or at none. Moves are only ever added, so they are
 * the history of what was served and why.
 *
 * @param sequence grows with every move in the house
 * @param from the version it pointed at before; empty for its first
 * @param to the version it points at now; empty if the alias was taken away
 * @param reason what the person who moved it said, or what the registry did by itself
 * @param who the account it was done from
 */
public record AliasMove(
        long sequence,
        String model,
        String alias,
        Kind kind,
        Optional<Integer> from,
        Optional<Integer> to,
        String reason,
        String who,
        Instant at) {
    /** The version that answers. */
    public static final String CHAMPION = "champion";

    /** The newest version that has not been promoted. */
    public static final String CHALLENGER = "challenger";

    /** Why an alias moved. */
    public enum Kind {
        REGISTERED,
        PROMOTED,
        ROLLED_BACK,
        REMOVED
    }
}
