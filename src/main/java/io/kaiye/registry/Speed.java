package io.kaiye.registry;

import io.kaiye.base.Machine;

/**
 * How fast a version answered where it was measured.
 *
 * @param threads compute threads used
 * @param costMicrosPerThousand computing cost of 1,000 answers at that rate, millionths of a dollar
 */
public record Speed(
        double textsPerSecond,
        double tokensPerSecond,
        int threads,
        long costMicrosPerThousand,
        Machine machine) {}
