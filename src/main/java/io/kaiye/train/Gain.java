package io.kaiye.train;

/**
 * What a recipe gained over the rung below it on public data.
 *
 * @param over the recipe below
 * @param from the value of the recipe below, 0 to 1
 * @param to the value of this recipe
 * @param source the command and split behind the figures
 */
public record Gain(
        String recipe,
        String over,
        String dataset,
        String language,
        String metric,
        double from,
        double to,
        String source) {

    /** Percentage points gained, new minus old. */
    public double points() {
        return (to - from) * 100;
    }
}
