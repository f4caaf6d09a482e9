package io.kaiye.label;

/**
 * A row whose label looks wrong.
 *
 * @param row its number in the split, from 1
 * @param given the label it has
 * @param likely the label it more likely has
 * @param givenProbability of the given label, by heads that have not seen the row
 * @param likelyProbability of the likely label
 * @param confident whether the likely label is as probable as it is among its own rows
 */
public record Suspect(
        int row,
        String text,
        String given,
        String likely,
        double givenProbability,
        double likelyProbability,
        boolean confident) {

    /** The same under another number. */
    public Suspect at(int number) {
        return new Suspect(
                number, text, given, likely, givenProbability, likelyProbability, confident);
    }
}
