package io.kaiye.registry;

import io.kaiye.base.Machine;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The circumstances in which a model was made. They do not make it another model: the same content
 * made twice, on two machines, is one version.
 *
 * @param parts versions of what did the work, such as kaiye, onnxruntime and jdk
 * @param seconds wall time
 * @param peakResidentBytes the largest memory of the process; 0 where the system does not say
 * @param costMicros what the computing cost, in millionths of a dollar
 */
public record Making(
        Map<String, String> parts,
        Machine machine,
        double seconds,
        long peakResidentBytes,
        long costMicros,
        Instant created) {
    public Making {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }
}
