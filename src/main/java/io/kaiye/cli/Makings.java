package io.kaiye.cli;

import io.kaiye.base.CostRate;
import io.kaiye.base.Machine;
import io.kaiye.registry.Making;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The circumstances of this process, for a version's provenance. */
final class Makings {
    private Makings() {}

    /** Made now, by this process, in so much time on all cores. */
    static Making now(Duration wall, CostRate rate) {
        return new Making(
                parts(),
                Machine.current(),
                wall.toNanos() / 1e9,
                Machine.peakResidentBytes(),
                rate.costMicros(wall, Machine.availableCores()),
                Instant.now());
    }

    private static Map<String, String> parts() {
        return Map.of(
                "kaiye", VersionCommand.version(),
                "onnxruntime", io.kaiye.model.Engine.runtimeVersion(),
                "jdk", Runtime.version().toString());
    }
}
