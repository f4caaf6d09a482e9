package io.kaiye.data;

/** One labelled text. */
public record Example(String text, String label) {}
