package io.kaiye.label;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A text to be labelled.
 *
 * @param id its number, in all queues
 * @param suggested what a model takes it for; empty where none was asked
 * @param confidence of that model, 0 to 1
 */
public record Task(
        long id,
        String queue,
        String text,
        Optional<String> suggested,
        OptionalDouble confidence) {}
