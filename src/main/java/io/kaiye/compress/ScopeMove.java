package io.kaiye.compress;

import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ScopeRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes the threshold of "none of these" over to a compressed model, whose scores lie elsewhere.
 * Both models are asked the same texts, and the new threshold is put so that as many of them lie
 * below it as before. Where hardly any lie on one side, which says little, the threshold moves by
 * the median of what the scores of the texts nearest to it moved by. Neither needs labels, and both
 * hold on rows that the model has learnt from.
 */
public final class ScopeMove {
    /**
     * Texts nearest to the threshold that say how far it moves, or a fifth of all if that is less.
     */
    private static final int NEAREST_MAX = 100;

    private static final int NEAREST_SHARE = 5;

    /** Texts on either side of the threshold, below which their number says little. */
    private static final int SIDE_MIN = 5;

    private ScopeMove() {}

    /**
     * The compressed model with its threshold in place; as it is where the model has none.
     *
     * @param source artefact folder of the model before
     * @param rows whose texts are answered; labels do not matter
     */
    public static CompressedModel moved(
            Engine engine, Path source, CompressedModel compressed, List<Example> rows) {
        return compressed.with(moved(engine, source, compressed.folder(), rows));
    }

    /**
     * Puts the threshold in its place in a folder.
     *
     * @param source artefact folder of the model before
     * @param target artefact folder of the model after; its description is written anew
     * @return what {@code target} is described as then
     */
    public static ModelInfo moved(Engine engine, Path source, Path target, List<Example> rows) {
        ModelInfo info = ModelFolder.readInfo(target);
        ScopeRule rule = ModelFolder.readInfo(source).scope();
        if (rule == null || rows.isEmpty()) {
            return info;
        }
        List<String> texts = rows.stream().map(Example::text).toList();
        double[] was = scores(engine, source, rule, texts);
        double[] is = scores(engine, target, rule, texts);
        ScopeRule moved = rule.movedTo(threshold(was, is, rule.threshold()));
        return ModelFolder.writeInfo(target, info.withScope(moved));
    }

    /**
     * The threshold among the new scores.
     *
     * @param was the scores before, of the same texts as {@code is}
     */
    static double threshold(double[] was, double[] is, double threshold) {
        int below = (int) Arrays.stream(was).filter(score -> score < threshold).count();
        if (below < SIDE_MIN || was.length - below < SIDE_MIN) {
            return threshold + shift(was, is, threshold);
        }
        double[] sorted = is.clone();
        Arrays.sort(sorted);
        return sorted[below - 1] + (sorted[below] - sorted[below - 1]) / 2;
    }

    /** The median move of the scores nearest to the threshold. */
    private static double shift(double[] was, double[] is, double threshold) {
        int nearest = Math.clamp(was.length / NEAREST_SHARE, 1, NEAREST_MAX);
        double[] moves =
                IntStream.range(0, was.length)
                        .boxed()
                        .sorted(
                                Comparator.comparingDouble(
                                        (Integer row) -> Math.abs(was[row] - threshold)))
                        .limit(nearest)
                        .mapToDouble(row -> is[row] - was[row])
                        .sorted()
                        .toArray();
        int middle = moves.length / 2;
        return moves.length % 2 == 1 ? moves[middle] : (moves[middle - 1] + moves[middle]) / 2;
    }

    private static double[] scores(Engine engine, Path folder, ScopeRule rule, List<String> texts) {
        try (Model model = engine.open(folder)) {
            ModelInfo info = model.info();
            int place = rule.place(info.labels());
            return Arrays.stream(engine.logitsAll(model, texts, Progress.silent()))
                    .mapToDouble(row -> rule.score().of(row, info.temperature(), place))
                    .toArray();
        }
    }
}
