package io.kaiye.privacy;

/**
 * A text after its personal data was replaced.
 *
 * @param counts what was replaced, by kind
 */
public record Deidentified(String text, KindCounts counts) {}
