package io.kaiye.cli;

import io.kaiye.base.CostRate;
import io.kaiye.base.Machine;
import io.kaiye.registry.Speed;

/** A measured speed as the registry keeps it. */
final class Speeds {
    private Speeds() {}

    static Speed of(Measured measured, CostRate rate) {
        return new Speed(
                measured.speed().textsPerSecond(),
                measured.speed().tokensPerSecond(),
                measured.speed().cores(),
                measured.speed().costMicrosPer1000(rate),
                Machine.current());
    }
}
