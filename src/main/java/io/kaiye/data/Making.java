package io.kaiye.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The step that made a version: enough to do it again, and to follow a version to the files it came
 * from.
 *
 * @param step one lower-case word, such as "import", "clean" or "split"
 * @param recipe the step's settings as JSON values, without personal data
 * @param parents the versions that went in, as name@id with all 64 digits
 * @param rowsIn rows of each split of all parents together
 * @param who did it: the name of the user account, or of the key that asked over HTTP
 */
public record Making(
        String step,
        Map<String, Object> recipe,
        List<String> parents,
        Map<SplitName, Integer> rowsIn,
        String who) {

    /** In the recipe of "clean": the version whose fitted values were used. */
    static final String LIKE = "like";

    /** Steps that make row n of row n, in each split, and take none away. */
    private static final Set<String> ROW_FOR_ROW = Set.of("deidentify");

    public Making {
        recipe = Collections.unmodifiableMap(new LinkedHashMap<>(recipe));
        parents = List.copyOf(parents);
        Map<SplitName, Integer> ordered = new EnumMap<>(SplitName.class);
        ordered.putAll(rowsIn);
        rowsIn = Collections.unmodifiableMap(ordered);
    }

    /** The version, as name@id with all 64 digits, that a cleaning took its fitted values from. */
    public Optional<String> like() {
        return Optional.ofNullable(recipe.get(LIKE))
                .filter(any -> step.equals("clean"))
                .map(Object::toString);
    }

    /** True if row n was made of row n of the first parent, in each split. */
    boolean isRowForRow() {
        return ROW_FOR_ROW.contains(step) && parents.size() == 1;
    }

    static Making of(Derivation derivation, String who) {
        Map<SplitName, Integer> rowsIn = new EnumMap<>(SplitName.class);
        for (DatasetVersion parent : derivation.parents()) {
            parent.rows().forEach((split, rows) -> rowsIn.merge(split, rows, Integer::sum));
        }
        return new Making(
                derivation.step(),
                derivation.recipe(),
                derivation.parents().stream().map(DatasetVersion::fullReference).toList(),
                rowsIn,
                who);
    }
}
