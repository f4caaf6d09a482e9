-- Cascades: the thresholds of every route from some time on, with the reason, and the audits that watch them.
-- Rows are only ever added. Instants are milliseconds since 1970 in UTC.

CREATE TABLE cascade_setting (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    route     TEXT    NOT NULL,
    rungs     TEXT    NOT NULL, -- JSON: each local model as name@version id, in order, then the upstream model
    kind      TEXT    NOT NULL CHECK (kind IN ('CALIBRATED', 'TIGHTENED')),
    target    REAL    NOT NULL CHECK (target > 0 AND target < 1),
    levels    TEXT    NOT NULL, -- JSON: the certified thresholds of the calibration, the safest first
    level     INTEGER NOT NULL CHECK (level >= -1), -- which of them; -1: all goes upstream
    why       TEXT    NOT NULL,
    evidence  TEXT    NOT NULL, -- JSON
    at_millis INTEGER NOT NULL
) STRICT;

CREATE INDEX cascade_setting_route ON cascade_setting (route, id);

-- The same, a row for each local rung, for people and reports.
CREATE TABLE cascade_threshold (
    setting   INTEGER NOT NULL REFERENCES cascade_setting (id),
    rung      INTEGER NOT NULL CHECK (rung >= 0), -- from 0
    model     TEXT    NOT NULL,
    version   TEXT    NOT NULL, -- id of the local version that it belongs to
    threshold REAL, -- NULL: the rung is not asked
    PRIMARY KEY (setting, rung)
) STRICT;

CREATE TABLE cascade_audit (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    setting        INTEGER NOT NULL REFERENCES cascade_setting (id),
    route          TEXT    NOT NULL,
    answer_id      TEXT    NOT NULL,
    text_index     INTEGER NOT NULL CHECK (text_index >= 0),
    rung           INTEGER NOT NULL CHECK (rung >= 0),
    confidence     REAL    NOT NULL,
    local_label    TEXT    NOT NULL,
    upstream_label TEXT    NOT NULL,
    agrees         INTEGER NOT NULL CHECK (agrees IN (0, 1)),
    window_number  INTEGER NOT NULL CHECK (window_number >= 1), -- with this audit in it
    window_agreed  INTEGER NOT NULL CHECK (window_agreed >= 0),
    window_audits  INTEGER NOT NULL CHECK (window_audits >= window_agreed),
    at_millis      INTEGER NOT NULL,
    UNIQUE (answer_id, text_index)
) STRICT;

CREATE INDEX cascade_audit_setting ON cascade_audit (setting, id);

CREATE TRIGGER cascade_setting_no_update BEFORE UPDATE ON cascade_setting
BEGIN SELECT RAISE(ABORT, 'thresholds are never changed; others take their place'); END;
CREATE TRIGGER cascade_setting_no_delete BEFORE DELETE ON cascade_setting
BEGIN SELECT RAISE(ABORT, 'thresholds are never deleted'); END;
CREATE TRIGGER cascade_threshold_no_update BEFORE UPDATE ON cascade_threshold
BEGIN SELECT RAISE(ABORT, 'thresholds are never changed; others take their place'); END;
CREATE TRIGGER cascade_threshold_no_delete BEFORE DELETE ON cascade_threshold
BEGIN SELECT RAISE(ABORT, 'thresholds are never deleted'); END;
CREATE TRIGGER cascade_audit_no_update BEFORE UPDATE ON cascade_audit
BEGIN SELECT RAISE(ABORT, 'an audit is never changed'); END;
CREATE TRIGGER cascade_audit_no_delete BEFORE DELETE ON cascade_audit
BEGIN SELECT RAISE(ABORT, 'an audit is never deleted'); END;
