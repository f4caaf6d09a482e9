package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How new rows come out of versions that are there.
 *
 * @param name of the dataset that gets a new version; often that of the first parent. One that
 *     cannot name a dataset is refused
 * @param step one lower-case word, such as "clean" or "split"
 * @param recipe the settings of the step as JSON values: what would do the same again. No personal
 *     data: lineage is shown to anybody
 * @param parents at least one; what their terms say together is inherited
 * @param added terms of rows that come from elsewhere; they join those of the parents
 */
public record Derivation(
        String name,
        String step,
        Map<String, Object> recipe,
        List<DatasetVersion> parents,
        Optional<Terms> added) {
    public Derivation {
        ImportRequest.checkName(name);
        recipe = Collections.unmodifiableMap(new LinkedHashMap<>(recipe));
        parents = List.copyOf(parents);
        if (parents.isEmpty()) {
            throw Refusal.usage("A step needs a version to start from.");
        }
    }

    /** A step whose rows all come out of the parents. */
    public Derivation(
            String name, String step, Map<String, Object> recipe, List<DatasetVersion> parents) {
        this(name, step, recipe, parents, Optional.empty());
    }

    /** A step within one dataset. */
    public static Derivation of(DatasetVersion parent, String step, Map<String, Object> recipe) {
        return new Derivation(parent.name(), step, recipe, List.of(parent));
    }

    /** The same with more in its recipe. */
    Derivation with(Map<String, Object> found) {
        Map<String, Object> all = new LinkedHashMap<>(recipe);
        all.putAll(found);
        return new Derivation(name, step, all, parents, added);
    }

    /** On which the new rows are held. */
    Optional<Terms> terms() {
        return Terms.together(
                Stream.concat(parents.stream().map(DatasetVersion::terms), Stream.of(added))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** What to throw where no rows to train on remain. */
    KaiyeException nothingLeft() {
        return new KaiyeException(
                ErrorCode.INVALID_DATA,
                "Nothing would be left to train on after \""
                        + step
                        + "\" of "
                        + parents.getFirst().reference()
                        + ". Nothing was stored.");
    }
}
