package io.kaiye.train;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a model that learns again keeps its state, so that a run that was killed can go on.
 *
 * @param file that the state is written to now and then
 * @param resume goes on where the file stands, which must be of the same run
 * @param identity what decides what the run comes to beside rows, model, settings and seed, by name
 */
public record RecoveryState(Path file, boolean resume, Map<String, String> identity) {
    public RecoveryState {
        identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
    }

    /** The same of a run that something more decides. */
    public RecoveryState with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(identity);
        more.put(name, value);
        return new RecoveryState(file, resume, more);
    }
}
