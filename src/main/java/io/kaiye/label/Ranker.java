package io.kaiye.label;

import io.kaiye.data.Example;
import io.kaiye.model.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Orders the texts of a queue by what their labels would teach. For one caller at a time. */
public final class Ranker {
    private final Engine engine;
    private final Strategy strategy;
    private final long seed;

    /**
     * A model asked from outside.
     *
     * @param labels it has
     * @param probabilities for each open text, [open][labels]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Opinion(List<String> labels, float[][] probabilities) {}

    /** Ranks on the engine's threads. */
    public Ranker(Engine engine, Strategy strategy, long seed) {
        this.engine = engine;
        this.strategy = strategy;
        this.seed = seed;
    }

    /**
     * The texts to label next, in order. Where no model is asked, a head is fitted on the known
     * rows and suggests labels, if there are two labels.
     *
     * @param known labelled rows
     * @param open texts without a label
     * @param vectors of the known rows, then of the open texts
     * @param opinion of a model on the open texts; empty for none
     * @param count how many
     */
    public List<Ranked> rank(
            List<Example> known,
            List<QueuedText> open,
            float[][] vectors,
            Optional<Opinion> opinion,
            int count) {
        List<String> labels =
                List.copyOf(new TreeSet<>(known.stream().map(Example::label).toList()));
        Pool pool = new Pool(engine, vectors, labels.size());
        for (int row = 0; row < known.size(); row++) {
            pool.give(row, labels.indexOf(known.get(row).label()));
        }
        Optional<Opinion> asked = opinion.or(() -> own(pool, labels, known.size(), vectors.length));
        int[] picked =
                new Picker(pool, new SplittableRandom(seed), asked.map(Opinion::probabilities))
                        .pick(strategy, Math.min(count, open.size()));
        List<Ranked> ranked = new ArrayList<>();
        for (int row : picked) {
            int text = row - known.size();
            ranked.add(new Ranked(open.get(text).id(), asked.map(one -> suggestion(one, text))));
        }
        return ranked;
    }

    private static Optional<Opinion> own(Pool pool, List<String> labels, int known, int all) {
        if (!pool.teaches()) {
            return Optional.empty();
        }
        int[] open = new int[all - known];
        Arrays.setAll(open, i -> known + i);
        return Optional.of(
                new Opinion(labels, pool.probabilities(pool.fitted(pool.known()), open)));
    }

    private static Suggestion suggestion(Opinion opinion, int text) {
        float[] probabilities = opinion.probabilities()[text];
        int best = Positions.highest(probabilities);
        return new Suggestion(opinion.labels().get(best), Math.min(1, probabilities[best]));
    }
}
