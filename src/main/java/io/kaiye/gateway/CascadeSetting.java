package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The thresholds of a route from some time on, and why. Never changed: a calibration and each
 * tightening make a new one.
 *
 * @param id 0 before it is kept
 * @param rungs what it belongs to, in order: {@code desk@} and the id of the local version, then
 *     the upstream model
 * @param levels certified thresholds of the calibration, the safest first
 * @param level place of those in force among {@code levels}; -1 where all goes upstream
 * @param why for people
 * @param evidence a JSON object: the calibration's figures, or the audits that tightened
 */
public record CascadeSetting(
        long id,
        String route,
        List<String> rungs,
        Kind kind,
        double target,
        List<CascadeLevel> levels,
        int level,
        String why,
        String evidence,
        Instant at) {
    /** How a setting came about. */
    public enum Kind {
        CALIBRATED,
        TIGHTENED
    }

    public CascadeSetting {
        rungs = List.copyOf(rungs);
        levels = List.copyOf(levels);
        if (level < -1 || level >= levels.size()) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    "The thresholds of the route "
                            + route
                            + " are number "
                            + level
                            + " of "
                            + levels.size()
                            + ". Calibrate it again.");
        }
    }

    /** How many rungs are local. */
    public int local() {
        return rungs.size() - 1;
    }

    /** The threshold of a local rung; above 1 it is not asked. */
    public double threshold(int rung) {
        return level < 0 ? Cascade.NEVER : levels.get(level).thresholds().get(rung);
    }

    /** What its audits are held against. */
    public AuditGoal goal() {
        return level < 0 ? new AuditGoal(1, 0) : AuditGoal.of(levels.get(level), target);
    }

    /** The same under the id that it was given. */
    public CascadeSetting withId(long given) {
        return new CascadeSetting(
                given, route, rungs, kind, target, levels, level, why, evidence, at);
    }

    /**
     * The next safer setting.
     *
     * @param window that spoke against this one
     */
    public CascadeSetting tightened(AuditWindow window, Instant now) {
        AuditBounds bounds = window.bounds();
        String found =
                String.format(
                        Locale.ROOT,
                        "the upstream agreed with %d of %d audited answers, %.1f%% (%.1f–%.1f);"
                                + " %.1f%% are needed for the target of %.1f%%",
                        window.agreed(),
                        window.audits(),
                        bounds.share() * 100,
                        bounds.low() * 100,
                        bounds.high() * 100,
                        window.goal().floor() * 100,
                        target * 100);
        String verdict =
                window.finding() == AuditWindow.Finding.BELOW
                        ? ", and it is below that"
                        : ", and so many audits do not show it";
        return new CascadeSetting(
                0,
                route,
                rungs,
                Kind.TIGHTENED,
                target,
                levels,
                level - 1,
                found + verdict,
                evidence(window, bounds),
                now);
    }

    private static String evidence(AuditWindow window, AuditBounds bounds) {
        return String.format(
                Locale.ROOT,
                "{\"window\":%d,\"agreed\":%d,\"audits\":%d,\"low\":%.6f,\"high\":%.6f,"
                        + "\"floor\":%.6f,\"finding\":\"%s\"}",
                window.number(),
                window.agreed(),
                window.audits(),
                bounds.low(),
                bounds.high(),
                window.goal().floor(),
                window.finding());
    }
}
