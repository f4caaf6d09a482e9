package io.kaiye.registry;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is handed in to become a version.
 *
 * @param model the name it will be a version of
 * @param folder the artefact folder; copied, never changed
 * @param metrics quality by split, "valid" and "test"
 * @param madeBy the account or command that made it
 */
public record Submission(
        String model,
        Path folder,
        Provenance provenance,
        Map<String, Quality> metrics,
        Optional<Speed> speed,
        String madeBy) {
    private static final List<String> SPLITS = List.of("valid", "test");

    public Submission {
        metrics = Map.copyOf(metrics);
        checkSplits(metrics);
    }

    static void checkSplits(Map<String, Quality> metrics) {
        if (!SPLITS.containsAll(metrics.keySet())) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Quality is kept for the splits " + SPLITS + ", not " + metrics.keySet() + ".");
        }
    }
}
