package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingUseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linear  | epochs=2       | no such setting",
                "probe   | tokens=64      | no such setting",
                "fewshot | seeds=3        | the recipe fewshot",
                "fewshot | layerDecay=0.9 | the recipe fewshot",
                "tune    | rank=4         | the recipe tune",
                "lora    | studentLayers=3 | the recipe lora",
                "distil  | smoothing=0.2  | the recipe distil",
                "prune   | seeds=2        | what learns after pruning",
                "auto    | alpha=32       | the recipe auto",
            })
    void whatARecipeMakesNoUseOfIsNamed(String recipe, String setting, String words) {
        String problem = SettingUse.problem(recipe, settings(setting));
        assertTrue(problem.startsWith(setting + " has no effect on "), problem);
        assertTrue(problem.contains(words), problem);
    }

    @ParameterizedTest
    @CsvSource({
        "fewshot,dropout=0.2",
        "tune,focus=2",
        "tune,seeds=3",
        "lora,rank=4",
        "lora,layers=4",
        "distil,studentLayers=3",
        "distil,headRate=0.01",
        "prune,epochs=4",
        "auto,layers=4"
    })
    void whatItUsesIsAccepted(String recipe, String setting) {
        assertEquals("", SettingUse.problem(recipe, settings(setting)));
    }

    /** A setting that no recipe is said to use would be refused everywhere. */
    @Test
    void everySettingIsUsedBySomeRecipe() {
        Map<String, Object> usual = TuneSettings.usual().asMap();
        for (String name : usual.keySet()) {
            String other =
                    switch (name) {
                        case "schedule" -> "cosine";
                        case "optimizer" -> "sgd";
                        case "precision" -> "float32";
                        case "join" -> "average";
                        case "labelWeights" -> "true";
                        case "tokens" -> "64";
                        default -> "0.5";
                    };
            String value = usual.get(name) instanceof Integer && other.equals("0.5") ? "3" : other;
            boolean used =
                    Recipes.names().stream()
                            .anyMatch(
                                    recipe ->
                                            SettingUse.problem(recipe, settings(name + "=" + value))
                                                    .isEmpty());
            assertTrue(used, name);
        }
    }

    @Test
    void severalAreNamedTogether() {
        String problem =
                SettingUse.problem(
                        "fewshot",
                        TuneSettings.of(new HashMap<>(Map.of("seeds", "2", "rank", "4"))));
        assertTrue(problem.startsWith("rank=4, seeds=2 have no effect"), problem);
    }

    private static TuneSettings settings(String setting) {
        String[] sides = setting.split("=", 2);
        return TuneSettings.of(Map.of(sides[0], sides[1]));
    }
}
