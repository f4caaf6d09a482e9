package io.kaiye.data;

/**
 * Two texts that are near, shortened and in quotes.
 *
 * @param text of the row in question
 * @param label its label
 * @param like the text it repeats
 * @param likeLabel the label of that
 * @param similarity Jaccard, from 0 to 1
 */
public record NearPair(
        String text, String label, String like, String likeLabel, double similarity) {

    static NearPair of(NearDuplicates near, int row, int like, Example one, Example other) {
        return new NearPair(
                Refusal.shown(one.text(), other.text()),
                one.label(),
                Refusal.shown(other.text(), one.text()),
                other.label(),
                near.similarity(row, like));
    }
}
