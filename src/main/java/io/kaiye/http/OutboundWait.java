package io.kaiye.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long a reply is waited for. Both are asked for by the thread that calls.
 *
 * @param firstByte from the request to the first byte
 * @param idle between two bytes later
 * @param whole from the request to the last byte
 * @param abandoned asked four times a second while nothing comes; true ends the call
 */
public record OutboundWait(
        Duration firstByte, Duration idle, Duration whole, BooleanSupplier abandoned) {}
