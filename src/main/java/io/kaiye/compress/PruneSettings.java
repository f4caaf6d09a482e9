package io.kaiye.compress;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.train.TuneSettings;

/**
 * How much is taken out of a model, and how it learns again.
 *
 * @param ratio share of all heads and of all neurons that goes, above 0 and at most {@link
 *     #RATIO_MAX}
 * @param tuning settings of the learning afterwards
 * @param seed of every random choice
 */
public record PruneSettings(double ratio, TuneSettings tuning, long seed) {
    /** Hardly anything is left above it. */
    public static final double RATIO_MAX = 0.9;

    public PruneSettings {
        if (!(ratio > 0 && ratio <= RATIO_MAX)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--prune is "
                            + ratio
                            + "; accepted are shares above 0 and up to 0.9, such as 0.5 for half"
                            + " of the heads and neurons.");
        }
    }
}
