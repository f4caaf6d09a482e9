package io.kaiye.cli;

import io.kaiye.compress.Int8Compressor;
import io.kaiye.compress.PruneSettings;
import io.kaiye.compress.Pruner;
import java.util.Optional;

/**
 * What is to be made smaller, and how: pruned first, then int8, at least one of both.
 *
 * @param reference of the version
 * @param dataset that judges it, and that it learns from again
 * @param lossPointsMax points of accuracy that may be lost in all
 * @param resume goes on with the pruning that was not finished
 */
record CompressOrder(
        String reference,
        String dataset,
        Optional<PruneSettings> prune,
        boolean int8,
        double lossPointsMax,
        boolean resume) {

    /** Int8 with the usual loss allowed. */
    static CompressOrder int8(String reference, String dataset) {
        return new CompressOrder(
                reference, dataset, Optional.empty(), true, Int8Compressor.LOSS_POINTS_MAX, false);
    }

    /** The loss allowed where nothing is said. */
    static double lossPointsMax(Optional<PruneSettings> prune) {
        return prune.isPresent() ? Pruner.LOSS_POINTS_MAX : Int8Compressor.LOSS_POINTS_MAX;
    }
}
