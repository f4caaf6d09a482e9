package io.kaiye.gateway;

import java.time.Instant;

/**
 * One locally accepted answer that the upstream was asked for as well.
 *
 * @param setting id of the thresholds that accepted it
 * @param textIndex which text of the answer, from 0
 * @param rung that accepted it, from 0
 */
public record CascadeAudit(
        long setting,
        String route,
        String answerId,
        int textIndex,
        int rung,
        double confidence,
        String localLabel,
        String upstreamLabel,
        boolean agrees,
        Instant at) {}
