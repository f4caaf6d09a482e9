package io.kaiye.data;

/**
 * Both profiles of a version of labelled text.
 *
 * @param rows what training cares about
 * @param table the same rows as a table
 */
public record TextProfile(Profile rows, TableProfile table) {}
