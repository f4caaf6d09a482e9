package io.kaiye.train;

import java.util.Locale;

/** How the learning rate goes over the steps, after the warm-up. */
public enum Schedule {
    CONSTANT,
    /** Straight down to 0. */
    LINEAR,
    /** Down to 0 along half a wave, flat at both ends. */
    COSINE;

    /** The word on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The factor of the rate at a step.
     *
     * @param done share of all steps that lie behind, 0 to 1
     * @param warmup share of all steps over which the rate rises from 0
     */
    public double factor(double done, double warmup) {
        if (done < warmup) {
            return done / warmup;
        }
        double past = (done - warmup) / Math.max(1e-9, 1 - warmup);
        return switch (this) {
            case CONSTANT -> 1;
            case LINEAR -> Math.max(0, 1 - past);
            case COSINE -> 0.5 * (1 + Math.cos(Math.PI * Math.min(1, past)));
        };
    }
}
