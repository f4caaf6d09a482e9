package io.kaiye.gateway;

import java.util.List;
import java.util.Optional;

/**
 * What is kept of cascades: thresholds with their reasons, and audits. Only ever added to. The
 * composition root joins it to the database. Safe for threads, and for several processes.
 */
public interface CascadeRecord {
    /** The setting in force for exactly these rungs. */
    Optional<CascadeSetting> inForce(String route, List<String> rungs);

    /** Every setting of a route, the oldest first. */
    List<CascadeSetting> settings(String route);

    /** Keeps a calibration, which is in force from now on; gives it with its id. */
    CascadeSetting calibrated(CascadeSetting setting);

    /**
     * Keeps an audit; where the audits now speak against the setting in force, the next safer one
     * is kept with it, in the same transaction.
     *
     * @return the setting that is new in force; empty where nothing changed, and where the audit is
     *     of a setting that is not in force any more
     */
    Optional<CascadeSetting> audited(CascadeAudit audit);

    /** The windows of audits under one setting, the oldest first. */
    List<AuditWindow> windows(CascadeSetting setting);
}
