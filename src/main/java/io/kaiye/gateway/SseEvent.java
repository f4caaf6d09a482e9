package io.kaiye.gateway;

/**
 * One server-sent event.
 *
 * @param name empty if it has none
 */
record SseEvent(String name, Utf8 data) {}
