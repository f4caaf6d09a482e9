package io.kaiye.data;

/**
 * A cleaned version and how it came about.
 *
 * @param version that is stored now
 */
public record CleanOutcome(DatasetVersion version, CleanReport report) {}
