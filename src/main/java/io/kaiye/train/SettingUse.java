package io.kaiye.train;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which settings of fine-tuning a recipe makes use of; others would be recorded for nothing. */
final class SettingUse {
    /** The word for learning again after pruning, which is no recipe. */
    static final String PRUNING = "prune";

    /** Of all that learns by steps. */
    private static final Set<String> STEPS =
            Set.of(
                    "epochs",
                    "batch",
                    "rate",
                    "schedule",
                    "warmup",
                    "optimizer",
                    "momentum",
                    "weightDecay",
                    "clip",
                    "dropout",
                    "layers",
                    "tokens",
                    "precision",
                    TuneSettings.MEMORY);

    /** Of encoder and head that learn together. */
    private static final Set<String> TOGETHER =
            joined(STEPS, "headRate", "accumulate", "layerDecay", "average", "patience");

    private static final Set<String> LABELS =
            joined(TOGETHER, "smoothing", "focus", "labelWeights", "seeds", "join");

    /** Between low-rank updates, which are products, a share means something else. */
    private static final Set<String> WHOLE = joined(LABELS, "interpolate");

    private static final Map<String, Set<String>> USED =
            Map.of(
                    TrainingRequest.AUTO,
                    WHOLE,
                    "linear",
                    Set.of(),
                    "probe",
                    Set.of(),
                    TuneKind.CONTRAST.word(),
                    STEPS,
                    TuneKind.ALL.word(),
                    WHOLE,
                    BlendRecipe.NAME,
                    WHOLE,
                    TuneKind.LOW_RANK.word(),
                    joined(LABELS, "rank", "alpha"),
                    TuneKind.DISTIL.word(),
                    joined(TOGETHER, "seeds", "join", "studentLayers"),
                    PRUNING,
                    TOGETHER);

    private SettingUse() {}

    private static Set<String> joined(Set<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Names the settings that differ from the defaults for nothing; empty if there are none.
     *
     * @param recipe a known one, or {@link #PRUNING}
     */
    static String problem(String recipe, TuneSettings settings) {
        Set<String> used = USED.getOrDefault(recipe, Set.of());
        Map<String, Object> usual = TuneSettings.usual().asMap();
        List<String> idle = new ArrayList<>();
        Set<String> elsewhere = new LinkedHashSet<>();
        settings.asMap()
                .forEach(
                        (name, value) -> {
                            if (!used.contains(name) && !value.equals(usual.get(name))) {
                                idle.add(name + "=" + SettingsReader.shown(value));
                                elsewhere.addAll(using(name));
                            }
                        });
        if (idle.isEmpty()) {
            return "";
        }
        return String.join(", ", idle)
                + (idle.size() == 1 ? " has" : " have")
                + " no effect on "
                + (recipe.equals(PRUNING) ? "what learns after pruning" : "the recipe " + recipe)
                + ", which uses "
                + (used.isEmpty() ? "no such setting" : String.join(", ", new TreeSet<>(used)))
                + ". Leave "
                + (idle.size() == 1 ? "it" : "them")
                + " out, or take a recipe that uses "
                + (idle.size() == 1 ? "it" : "one")
                + ": "
                + String.join(", ", elsewhere)
                + ".";
    }

    private static List<String> using(String setting) {
        return Recipes.names().stream()
                .filter(recipe -> !recipe.equals(TrainingRequest.AUTO))
                .filter(recipe -> USED.getOrDefault(recipe, Set.of()).contains(setting))
                .toList();
    }
}
