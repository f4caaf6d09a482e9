package io.kaiye.privacy;

import java.util.Arrays;

/**
 * Weights of features for tags, and the way from tokens to tags: from left to right, each token
 * gets the tag with the highest sum that may follow the one before. Immutable, safe for threads.
 */
final class TagModel {
    private final short[] weights;

    /**
     * @param weights for each place of {@link TagFeatures}, one for each tag
     */
    TagModel(short[] weights) {
        this.weights = weights.clone();
    }

    /** The tags of all tokens. */
    int[] tags(Tokens tokens) {
        int[] tags = new int[tokens.count()];
        TagFeatures features = new TagFeatures(tokens);
        int[] sums = new int[Tag.COUNT];
        for (int i = 0; i < tags.length; i++) {
            int before = i > 0 ? tags[i - 1] : Tag.OUTSIDE;
            if (tokens.mayBeName(i, before)) {
                features.look(i, before, i > 1 ? tags[i - 2] : Tag.OUTSIDE);
                tags[i] = best(features, before, sums);
            }
        }
        return tags;
    }

    private int best(TagFeatures features, int before, int[] sums) {
        Arrays.fill(sums, 0);
        for (int f = 0; f < features.count(); f++) {
            int place = features.places()[f] * Tag.COUNT;
            for (int tag = 0; tag < Tag.COUNT; tag++) {
                sums[tag] += weights[place + tag];
            }
        }
        return Tag.best(sums, before);
    }
}
