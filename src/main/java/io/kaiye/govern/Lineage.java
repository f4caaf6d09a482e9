package io.kaiye.govern;

import io.kaiye.data.DatasetVersion;
import io.kaiye.data.ErasedRows;
import io.kaiye.registry.ModelVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A version, every version it was made from back to the files, and the models trained from any of
 * them.
 *
 * @param of the version that was asked for
 * @param steps from the sources to that version: each after all of its parents
 * @param derived what was made from it in turn, as name@id
 */
public record Lineage(DatasetVersion of, List<Step> steps, List<String> derived) {
    public Lineage {
        steps = List.copyOf(steps);
        derived = List.copyOf(derived);
    }

    /**
     * One version on the way.
     *
     * @param depth steps from the farthest source, 0 for an import
     * @param who made it; empty where nobody knows
     * @param erased what it lost since it was made
     * @param models trained from it
     * @param missing parents that are in no dataset of this home any more, as name@id
     */
    public record Step(
            DatasetVersion version,
            int depth,
            Optional<String> who,
            List<ErasedRows> erased,
            List<ModelVersion> models,
            List<String> missing) {
        public Step {
            erased = List.copyOf(erased);
            models = List.copyOf(models);
            missing = List.copyOf(missing);
        }
    }

    /**
     * What is known of a version beside what it says itself.
     *
     * @param who made it
     * @param erased what it lost
     */
    public record Facts(
            Function<DatasetVersion, Optional<String>> who,
            Function<DatasetVersion, List<ErasedRows>> erased) {}

    /**
     * Follows a version through the recipes that made it.
     *
     * @param versions every version there is
     * @param models every model there is
     * @param facts what else is known of a version
     */
    public static Lineage of(
            DatasetVersion version,
            List<DatasetVersion> versions,
            List<ModelVersion> models,
            Facts facts) {
        return new Walk(versions, models, facts).from(version);
    }

    /** The parents as name@id with all digits. */
    static List<String> parents(DatasetVersion version) {
        return version.making().map(making -> making.parents()).orElse(List.of());
    }

    /** One walk over what is known. */
    private static final class Walk {
        private final Map<String, DatasetVersion> known = new HashMap<>();
        private final List<DatasetVersion> versions;
        private final List<ModelVersion> models;
        private final Facts facts;
        private final Map<String, Step> done = new LinkedHashMap<>();

        Walk(List<DatasetVersion> versions, List<ModelVersion> models, Facts facts) {
            this.versions = versions;
            this.facts = facts;
            this.models = models;
            versions.forEach(version -> known.put(version.fullReference(), version));
        }

        Lineage from(DatasetVersion version) {
            add(version, new LinkedHashSet<>());
            List<Step> steps = new ArrayList<>(done.values());
            steps.sort(Comparator.comparingInt(Step::depth));
            return new Lineage(version, steps, derived(version.fullReference()));
        }

        /** Adds a version after its parents; its depth. */
        private int add(DatasetVersion version, Set<String> above) {
            Step there = done.get(version.fullReference());
            if (there != null) {
                return there.depth();
            }
            int depth = 0;
            List<String> missing = new ArrayList<>();
            above.add(version.fullReference());
            for (String parent : parents(version)) {
                DatasetVersion found = known.get(parent);
                if (found == null) {
                    missing.add(parent);
                } else if (!above.contains(parent)) {
                    depth = Math.max(depth, add(found, above) + 1);
                }
            }
            above.remove(version.fullReference());
            done.put(
                    version.fullReference(),
                    new Step(
                            version,
                            depth,
                            facts.who().apply(version),
                            facts.erased().apply(version),
                            trainedFrom(models, version),
                            missing));
            return depth;
        }

        private List<String> derived(String from) {
            return versions.stream()
                    .filter(version -> parents(version).contains(from))
                    .map(DatasetVersion::reference)
                    .toList();
        }
    }

    /** The models whose training, their own or that of what they were made from, saw a version. */
    static List<ModelVersion> trainedFrom(List<ModelVersion> models, DatasetVersion version) {
        return models.stream()
                .filter(
                        model ->
                                model.provenance()
                                        .training()
                                        .filter(one -> one.dataset().id().equals(version.id()))
                                        .isPresent())
                .toList();
    }
}
