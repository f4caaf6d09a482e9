package io.kaiye.cli;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code cascade calibrate} was asked.
 *
 * @param data a dataset, with or without a split
 * @param target empty for the route's own
 * @param rowsMax rows to use at most, drawn by seed; 0 for all
 * @param againstUpstream true if agreement with the upstream is the quality, not the true label
 * @param upstreamQuality share of right answers that the upstreams are taken to give; empty to ask
 *     them
 * @param upstreamCostMicros what one answer of theirs is taken to cost; empty for the price table
 * @param budgetMicros what asking may cost; empty where nobody said
 */
record CascadeOrder(
        String route,
        String data,
        Optional<Double> target,
        long seed,
        int rowsMax,
        boolean againstUpstream,
        Optional<Double> upstreamQuality,
        OptionalLong upstreamCostMicros,
        OptionalLong budgetMicros) {}
