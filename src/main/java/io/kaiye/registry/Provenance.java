package io.kaiye.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a model came from, complete enough to make it again. {@link #identity()} is the part that
 * makes it what it is and enters the version's id; {@link #making()} is the rest.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Provenance.Trained.class, name = "trained"),
    @JsonSubTypes.Type(value = Provenance.Compressed.class, name = "compressed"),
    @JsonSubTypes.Type(value = Provenance.Imported.class, name = "imported")
})
public sealed interface Provenance {
    /** When, where, with what and at what cost. */
    Making making();

    /** What a version's id covers, by name. */
    @JsonIgnore
    Map<String, Object> identity();

    /** The training this model goes back to; empty if it was imported. */
    @JsonIgnore
    default Optional<Trained> training() {
        return switch (this) {
            case Trained trained -> Optional.of(trained);
            case Compressed compressed -> compressed.parentProvenance().training();
            case Imported imported -> Optional.empty();
        };
    }

    /** Every compression on the way to this model, the first one first. */
    @JsonIgnore
    default List<CompressionStep> compressions() {
        return switch (this) {
            case Trained trained -> List.of();
            case Imported imported -> List.of();
            case Compressed compressed ->
                    Stream.concat(
                                    compressed.parentProvenance().compressions().stream(),
                                    compressed.steps().stream())
                            .toList();
        };
    }

    /**
     * Trained from labelled text.
     *
     * @param settings every setting of the recipe, defaults included
     * @param base the encoder underneath; empty for a linear model
     * @param acceptedTerms what the data's terms had against it and somebody took upon themselves
     */
    record Trained(
            ContentRef dataset,
            String recipe,
            Map<String, Object> settings,
            long seed,
            HeldOut heldOut,
            Optional<ContentRef> base,
            Making making,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<String>> acceptedTerms)
            implements Provenance {
        public Trained {
            settings = Canonical.settings(settings);
            acceptedTerms = acceptedTerms.map(List::copyOf);
        }

        /** Trained from data whose terms allow it. */
        public Trained(
                ContentRef dataset,
                String recipe,
                Map<String, Object> settings,
                long seed,
                HeldOut heldOut,
                Optional<ContentRef> base,
                Making making) {
            this(dataset, recipe, settings, seed, heldOut, base, making, Optional.empty());
        }

        @Override
        public Map<String, Object> identity() {
            return Map.of(
                    "kind",
                    "trained",
                    "dataset",
                    dataset.id(),
                    "recipe",
                    recipe,
                    "settings",
                    settings,
                    "seed",
                    seed,
                    "heldOut",
                    heldOut,
                    "base",
                    base.map(ContentRef::id).orElse(""));
        }
    }

    /**
     * Made smaller from another version.
     *
     * @param parent the version it was made from; its id covers that one's own provenance
     * @param parentProvenance copied, so that the story stays whole where the parent is not known
     */
    record Compressed(
            ContentRef parent,
            Provenance parentProvenance,
            List<CompressionStep> steps,
            Making making)
            implements Provenance {
        public Compressed {
            steps = List.copyOf(steps);
        }

        @Override
        public Map<String, Object> identity() {
            return Map.of("kind", "compressed", "parent", parent.id(), "steps", steps);
        }
    }

    /**
     * Brought in from outside, such as an encoder exported from Hugging Face.
     *
     * @param origin the name and content hash of what was brought in
     * @param settings how it was made ready: pooling, the longest text
     */
    record Imported(ContentRef origin, Map<String, Object> settings, Making making)
            implements Provenance {
        public Imported {
            settings = Canonical.settings(settings);
        }

        @Override
        public Map<String, Object> identity() {
            return Map.of("kind", "imported", "origin", origin.id(), "settings", settings);
        }
    }
}
