package io.kaiye.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long a reply is waited for.
 *
 * @param firstByte from the request to the first byte
 * @param idle between two bytes later
 * @param whole from the request to the last byte
 * @param abandoned asked four times a second while nothing comes, by any thread, while the one that
 *     calls waits; true ends the call
 */
public record OutboundWait(
        Duration firstByte, Duration idle, Duration whole, BooleanSupplier abandoned) {}
