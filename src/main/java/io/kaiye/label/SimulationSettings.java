package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;

/**
 * How labels are bought in a {@link Simulation}.
 *
 * @param strategies to compare
 * @param start labels of the first round
 * @param batch labels of each further round
 * @param labelsMax where it ends
 * @param seeds how many times each strategy is replayed
 * @param seed of the first; the next ones follow it
 */
public record SimulationSettings(
        List<Strategy> strategies, int start, int batch, int labelsMax, int seeds, long seed) {
    private static final int SEEDS_MAX = 100;

    public SimulationSettings {
        strategies = strategies.stream().distinct().toList();
        if (strategies.isEmpty()) {
            throw wrong("--strategy names none; for instance random,spread.");
        }
        if (start < 2 || batch < 1) {
            throw wrong(
                    "--start is "
                            + start
                            + " and --batch "
                            + batch
                            + "; accepted are 2 and more to start with, 1 and more in a batch.");
        }
        if (labelsMax < start) {
            throw wrong("--labels is " + labelsMax + ", less than the " + start + " of --start.");
        }
        if (seeds < 1 || seeds > SEEDS_MAX) {
            throw wrong("--seeds is " + seeds + "; accepted are 1 to " + SEEDS_MAX + ".");
        }
    }

    private static KaiyeException wrong(String message) {
        return new KaiyeException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
