package io.kaiye.privacy;

/**
 * Looks around one place of a text for one family of personal data. Immutable. It reads a bounded
 * number of characters, so that the whole scan takes time in proportion to the text.
 */
interface Detector {
    /**
     * Keeps what it finds at the place; returns the offset to go on from, or the place itself if
     * there is nothing.
     */
    int look(Page page, int at);
}
