package io.kaiye.registry;

import io.kaiye.model.ModelInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One immutable artefact of a model.
 *
 * @param id SHA-256 over its files and the identity of its provenance, see {@link Manifest}
 * @param number 1, 2, 3 … within the model
 * @param madeBy the account or command that registered it
 * @param metrics quality by split: "valid" and "test" of the dataset it was trained on, {@code
 *     dataset:split} of others; empty for a bare encoder
 * @param speed the last measurement; empty if none was made
 * @param files path inside the folder to the SHA-256 of the file
 * @param aliases what points at it now, sorted
 * @param sizeBytes all files together
 */
public record ModelVersion(
        String model,
        String id,
        int number,
        Instant created,
        String madeBy,
        ModelInfo info,
        Provenance provenance,
        Map<String, Quality> metrics,
        Optional<Speed> speed,
        Map<String, String> files,
        List<String> aliases,
        long sizeBytes) {
    private static final int SHORT_ID_DIGITS = 12;

    public ModelVersion {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        aliases = List.copyOf(aliases);
    }

    /** How to point at exactly this version, now and later: {@code name@3}. */
    public String reference() {
        return model + "@" + number;
    }

    /** The first twelve digits of the id. */
    public String shortId() {
        return id.substring(0, SHORT_ID_DIGITS);
    }

    /** True if the champion of its model is this version. */
    public boolean champion() {
        return aliases.contains(AliasMove.CHAMPION);
    }
}
