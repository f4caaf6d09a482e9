package io.kaiye.registry;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is handed in to become a version.
 *
 * @param model the name it will be a version of
 * @param folder the artefact folder; copied, never changed
 * @param metrics quality by split: "valid" and "test" of the dataset it was trained on, {@code
 *     dataset:split} of others
 * @param madeBy the account or command that made it
 */
public record Submission(
        String model,
        Path folder,
        Provenance provenance,
        Map<String, Quality> metrics,
        Optional<Speed> speed,
        String madeBy) {
    /** Splits of the dataset that the version was trained on. */
    static final List<String> OWN_SPLITS = List.of("test", "valid");

    private static final Pattern SPLIT =
            Pattern.compile("valid|test|[^\\p{Cntrl}:]{1,100}:(train|valid|test)");

    public Submission {
        metrics = Map.copyOf(metrics);
        checkSplits(metrics.keySet());
    }

    static void checkSplits(Set<String> splits) {
        for (String split : splits) {
            if (!SPLIT.matcher(split).matches()) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "Quality is kept for valid, test or DATASET:SPLIT, not for '"
                                + Names.shown(split)
                                + "'.");
            }
        }
    }
}
