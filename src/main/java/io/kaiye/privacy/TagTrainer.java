package io.kaiye.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The averaged perceptron (Collins 2002; averaging after Freund and Schapire 1999) with a margin
 * (Krauth and Mézard 1987): where the right tag does not win clearly, its weights rise by one and
 * those of the best other tag fall; the model is the mean over all steps. It reads its own tags as
 * the ones before, so that it learns to go on after a mistake. All numbers are whole: the same
 * sentences and seed give the same model everywhere.
 */
final class TagTrainer {
    private static final int SCALE = 8;

    /** A tag that won by less counts as wrong. */
    private static final int MARGIN = 20;

    private final int[] weights = new int[TagFeatures.PLACES * Tag.COUNT];
    private final long[] sums = new long[TagFeatures.PLACES * Tag.COUNT];
    private long step = 1;

    /** A text, as tokens, and the right tag of each. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Example(Tokens tokens, int[] tags) {}

    static TagModel train(List<Example> examples, int rounds, long seed) {
        TagTrainer trainer = new TagTrainer();
        trainer.learn(examples, rounds, seed);
        return trainer.model();
    }

    private void learn(List<Example> examples, int rounds, long seed) {
        int[] order = new int[examples.size()];
        Arrays.setAll(order, i -> i);
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            shuffle(order, random);
            for (int index : order) {
                learn(examples.get(index));
            }
        }
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }

    private void learn(Example example) {
        Tokens tokens = example.tokens();
        TagFeatures features = new TagFeatures(tokens);
        int[] scores = new int[Tag.COUNT];
        int before = Tag.OUTSIDE;
        int beforeThat = Tag.OUTSIDE;
        for (int i = 0; i < tokens.count(); i++) {
            int tag = Tag.OUTSIDE;
            if (tokens.mayBeName(i, before)) {
                features.look(i, before, beforeThat);
                tag = best(features, before, scores);
                int right = example.tags()[i];
                int rival = tag == right ? second(scores, right) : tag;
                if (scores[right] < scores[rival] + MARGIN) {
                    change(features, right, 1);
                    change(features, rival, -1);
                }
                step++;
            }
            beforeThat = before;
            before = tag;
        }
    }

    private int best(TagFeatures features, int before, int[] scores) {
        Arrays.fill(scores, 0);
        for (int f = 0; f < features.count(); f++) {
            int place = features.places()[f] * Tag.COUNT;
            for (int tag = 0; tag < Tag.COUNT; tag++) {
                scores[tag] += weights[place + tag];
            }
        }
        return Tag.best(scores, before);
    }

    private static int second(int[] scores, int right) {
        int second = right == 0 ? 1 : 0;
        for (int tag = second + 1; tag < scores.length; tag++) {
            if (tag != right && scores[tag] > scores[second]) {
                second = tag;
            }
        }
        return second;
    }

    private void change(TagFeatures features, int tag, int by) {
        for (int f = 0; f < features.count(); f++) {
            int place = features.places()[f] * Tag.COUNT + tag;
            weights[place] += by;
            sums[place] += by * step;
        }
    }

    private TagModel model() {
        short[] mean = new short[weights.length];
        for (int i = 0; i < mean.length; i++) {
            long scaled = (SCALE * (weights[i] * step - sums[i])) / step;
            mean[i] = (short) Math.clamp(scaled, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return new TagModel(mean);
    }
}
