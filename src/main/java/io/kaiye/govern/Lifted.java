package io.kaiye.govern;

import java.util.Optional;

/**
 * A withdrawal that holds no more.
 *
 * @param withdrawal as it was
 * @param notScrubbed why deleted pages of the database may still have its encrypted texts, until
 *     the next erasure overwrites them; mostly empty
 */
public record Lifted(Withdrawal withdrawal, Optional<String> notScrubbed) {}
