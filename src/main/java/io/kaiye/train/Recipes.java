package io.kaiye.train;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The recipes there are. */
final class Recipes {
    private static final List<Supplier<Recipe>> ALL =
            List.of(
                    LinearRecipe::new,
                    ProbeRecipe::new,
                    FewshotRecipe::new,
                    () -> new TuneRecipe(TuneKind.ALL),
                    () -> new TuneRecipe(TuneKind.LOW_RANK),
                    DistilRecipe::new,
                    BlendRecipe::new);

    private Recipes() {}

    /** New recipes for one training, cheapest first: the ladder for auto, else the one named. */
    static List<Recipe> of(String name) {
        List<Recipe> ladder =
                stream()
                        .filter(r -> name.equals(r.name()) || (name.equals("auto") && r.onLadder()))
                        .toList();
        if (ladder.isEmpty()) {
            throw new KaiyeException(ErrorCode.INVALID_ARGUMENT, problem(name));
        }
        return ladder;
    }

    /** auto and every recipe, cheapest first. */
    static List<String> names() {
        return Stream.concat(Stream.of(TrainingRequest.AUTO), stream().map(Recipe::name)).toList();
    }

    /** A recipe's place on the ladder; 0 for an unknown name. */
    static int order(String name) {
        return stream()
                .filter(recipe -> recipe.name().equals(name))
                .mapToInt(Recipe::order)
                .findFirst()
                .orElse(0);
    }

    /** What is wrong with this name; empty if nothing. */
    static String problem(String name) {
        return names().contains(name)
                ? ""
                : "Unknown recipe \""
                        + name
                        + "\"; accepted are "
                        + String.join(", ", names())
                        + ". "
                        + Suggestions.didYouMean(name, names()).strip();
    }

    private static Stream<Recipe> stream() {
        return ALL.stream().map(Supplier::get).sorted(Comparator.comparingInt(Recipe::order));
    }
}
