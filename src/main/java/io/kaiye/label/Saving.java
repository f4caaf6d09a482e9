package io.kaiye.label;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a strategy saves against another one at equal quality.
 *
 * @param quality that is to be reached
 * @param labelsOfOther how many labels the other one needs for it
 * @param labels how many this one needs; empty if its curve does not reach it
 */
public record Saving(Strategy strategy, double quality, int labelsOfOther, OptionalInt labels) {

    /** Labels that need not be bought; below 0 where the strategy is worse. */
    public OptionalInt saved() {
        return labels.isPresent()
                ? OptionalInt.of(labelsOfOther - labels.getAsInt())
                : OptionalInt.empty();
    }

    /**
     * What each other curve saves against {@code reference}, at the quality it ends with.
     *
     * @param reference a curve of one point or more, mostly that of {@link Strategy#RANDOM}
     */
    public static List<Saving> against(Curve reference, List<Curve> curves) {
        double quality = reference.points().getLast().quality();
        int labels = reference.labelsFor(quality).orElseThrow();
        return curves.stream()
                .filter(curve -> curve.strategy() != reference.strategy())
                .map(
                        curve ->
                                new Saving(
                                        curve.strategy(),
                                        quality,
                                        labels,
                                        curve.labelsFor(quality)))
                .toList();
    }
}
