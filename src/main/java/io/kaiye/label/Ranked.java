package io.kaiye.label;

import java.util.Optional;

/** A text whose turn it is next, and what a model takes it for. */
public record Ranked(long id, Optional<Suggestion> suggestion) {}
