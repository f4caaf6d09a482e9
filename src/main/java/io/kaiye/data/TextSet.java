package io.kaiye.data;

/** Turns texts into sets that can be compared. One thread. */
interface TextSet {
    /** Distinct numbers, sorted; none for a text that is near no other. */
    int[] of(String text);
}
