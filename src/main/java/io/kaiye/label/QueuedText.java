package io.kaiye.label;

import java.util.Optional;

/**
 * A text of a queue as ranking sees it.
 *
 * @param ranked whether its turn is set
 * @param label that was decided for it, if one was
 */
public record QueuedText(long id, String text, boolean ranked, Optional<String> label) {}
