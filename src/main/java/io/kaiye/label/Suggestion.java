package io.kaiye.label;

/**
 * What a model takes a text for.
 *
 * @param confidence 0 to 1
 */
public record Suggestion(String label, double confidence) {}
