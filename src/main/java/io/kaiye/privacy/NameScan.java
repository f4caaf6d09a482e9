package io.kaiye.privacy;

import java.util.List;

/** Names, places, addresses in English: tokens are tagged by a model that is learnt once. */
final class NameScan {
    private static final double CONFIDENCE = 0.6;
    private static final int SENTENCES = 60;
    private static final int ROUNDS = 6;
    private static final long SEED = 20;

    /** Learnt when first asked for. */
    private static final class Learnt {
        private static final TagModel MODEL =
                TagTrainer.train(new TagSentences(SEED).examples(SENTENCES), ROUNDS, SEED);
    }

    /**
     * Keeps the names on the page.
     *
     * @param found identifiers in the order of the text, without overlaps
     */
    void scan(Page page, List<Finding> found) {
        Tokens tokens = Tokens.of(page, found);
        int[] tags = Learnt.MODEL.tags(tokens);
        for (int i = 0; i < tags.length; i++) {
            if (Tag.isBegin(tags[i])) {
                int last = i;
                while (last + 1 < tags.length && tags[last + 1] == tags[i] + 1) {
                    last++;
                }
                page.found(tokens.start(i), tokens.end(last), Tag.kind(tags[i]), CONFIDENCE);
            }
        }
    }
}
