package io.kaiye.compress;

import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.evaluate.ScopeFit;
import io.kaiye.evaluate.ScopeRows;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ScopeRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Takes the threshold of "none of these" over to a compressed model, whose scores lie elsewhere.
 *
 * <p>On rows that the model has not learnt from it is fitted again, the way it was fitted the first
 * time, on the same score. Otherwise, or where such rows are too few, it is moved: both models are
 * asked the same texts, and the new threshold is put so that as many of them lie below it as
 * before. Where hardly any lie on one side, which says little, the threshold moves by the median of
 * what the scores of the texts nearest to it moved by. Neither needs labels, and both hold on rows
 * that the model has learnt from.
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
     * @param rows whose texts are answered
     * @param unseen that the model has learnt from none of them
     */
    public static CompressedModel moved(
            Engine engine,
            Path source,
            CompressedModel compressed,
            List<Example> rows,
            boolean unseen) {
        return compressed.with(moved(engine, source, compressed.folder(), rows, unseen));
    }

    /**
     * Puts the threshold in its place in a folder.
     *
     * @param source artefact folder of the model before
     * @param target artefact folder of the model after; its description is written anew
     * @return what {@code target} is described as then
     */
    public static ModelInfo moved(
            Engine engine, Path source, Path target, List<Example> rows, boolean unseen) {
        ModelInfo info = ModelFolder.readInfo(target);
        ScopeRule rule = ModelFolder.readInfo(source).scope();
        if (rule == null || rows.isEmpty()) {
            return info;
        }
        List<String> texts = rows.stream().map(Example::text).toList();
        float[][] is = logits(engine, target, texts);
        Optional<ScopeRule> again = unseen ? again(info, rule, rows, is) : Optional.empty();
        ScopeRule placed =
                again.orElseGet(
                        () ->
                                rule.movedTo(
                                        threshold(
                                                scores(rule, logits(engine, source, texts), info),
                                                scores(rule, is, info),
                                                rule.threshold())));
        return ModelFolder.writeInfo(target, info.withScope(placed));
    }

    /** The rule fitted on the new scores; empty where the rows do not suffice. */
    private static Optional<ScopeRule> again(
            ModelInfo info, ScopeRule rule, List<Example> rows, float[][] scores) {
        int[] truth = rows.stream().mapToInt(row -> info.labels().indexOf(row.label())).toArray();
        ScopeRows judged =
                new ScopeRows(
                        info.labels(),
                        truth,
                        scores,
                        info.temperature(),
                        Optional.ofNullable(rule.label()));
        Double kept = rule.fit().inScopeKept();
        OptionalDouble keptMin = kept == null ? OptionalDouble.empty() : OptionalDouble.of(kept);
        return ScopeFit.suffices(judged, keptMin)
                ? Optional.of(ScopeFit.fit(judged, rule.score(), keptMin, rule.fit().rows()))
                : Optional.empty();
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

    private static float[][] logits(Engine engine, Path folder, List<String> texts) {
        try (Model model = engine.open(folder)) {
            return engine.logitsAll(model, texts, Progress.silent());
        }
    }

    private static double[] scores(ScopeRule rule, float[][] logits, ModelInfo info) {
        int place = rule.place(info.labels());
        return Arrays.stream(logits)
                .mapToDouble(row -> rule.score().of(row, info.temperature(), place))
                .toArray();
    }
}
