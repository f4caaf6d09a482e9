package io.kaiye.gateway;

/**
 * What the audits of a route are held against.
 *
 * @param expected share of locally accepted answers that the upstream can be expected to agree
 *     with: as found by the calibration, less one standard error
 * @param floor share below which the route misses its target; at least 0
 */
public record AuditGoal(double expected, double floor) {
    public AuditGoal {
        if (!(floor >= 0 && floor <= 1 && expected >= 0 && expected <= 1)) {
            throw new IllegalArgumentException(
                    "no shares: the floor " + floor + ", expected " + expected);
        }
    }

    /** Of calibrated thresholds. */
    public static AuditGoal of(CascadeLevel level, double target) {
        return of(
                level.agreement(), level.quality(), target, level.localShare(), level.localRows());
    }

    /**
     * The agreement may fall by what the route's quality may lose, over the share that is answered
     * locally: each new disagreement is taken for a new mistake.
     *
     * @param quality of the route as calibrated
     * @param localShare without any the floor is 0: nothing is audited
     * @param localRows on which the agreement was found
     */
    static AuditGoal of(
            double agreement, double quality, double target, double localShare, long localRows) {
        if (localRows == 0 || !(localShare > 0)) {
            return new AuditGoal(1, 0);
        }
        double floor = agreement - Math.max(0, quality - target) / localShare;
        double smoothed = (agreement * localRows + 0.5) / (localRows + 1);
        double error = Math.sqrt(smoothed * (1 - smoothed) / localRows);
        return new AuditGoal(Math.max(0, agreement - error), Math.max(0, floor));
    }
}
