-- Cascades: the thresholds of every route from some time on, with the reason, and the audits that watch them.
-- Rows are only ever added. Instants are milliseconds since 1970 in UTC.

CREATE TABLE cascade_setting (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    route     TEXT COLLATE "C" NOT NULL,
    rungs     TEXT COLLATE "C" NOT NULL, -- JSON: each local model as name@version id, in order, then the upstream model
    kind      TEXT COLLATE "C" NOT NULL CHECK (kind IN ('CALIBRATED', 'TIGHTENED')),
    target    DOUBLE PRECISION NOT NULL CHECK (target > 0 AND target < 1),
    levels    TEXT COLLATE "C" NOT NULL, -- JSON: the certified thresholds of the calibration, the safest first
    level     BIGINT NOT NULL CHECK (level >= -1), -- which of them; -1: all goes upstream
    why       TEXT COLLATE "C" NOT NULL,
    evidence  TEXT COLLATE "C" NOT NULL, -- JSON
    at_millis BIGINT NOT NULL
);

CREATE INDEX cascade_setting_route ON cascade_setting (route, id);

-- The same, a row for each local rung, for people and reports.
CREATE TABLE cascade_threshold (
    setting   BIGINT NOT NULL REFERENCES cascade_setting (id),
    rung      BIGINT NOT NULL CHECK (rung >= 0), -- from 0
    model     TEXT COLLATE "C" NOT NULL,
    version   TEXT COLLATE "C" NOT NULL, -- id of the local version that it belongs to
    threshold DOUBLE PRECISION, -- NULL: the rung is not asked
    PRIMARY KEY (setting, rung)
);

CREATE TABLE cascade_audit (
    id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    setting        BIGINT NOT NULL REFERENCES cascade_setting (id),
    route          TEXT COLLATE "C" NOT NULL,
    answer_id      TEXT COLLATE "C" NOT NULL,
    text_index     BIGINT NOT NULL CHECK (text_index >= 0),
    rung           BIGINT NOT NULL CHECK (rung >= 0),
    confidence     DOUBLE PRECISION NOT NULL,
    local_label    TEXT COLLATE "C" NOT NULL,
    upstream_label TEXT COLLATE "C" NOT NULL,
    agrees         BIGINT NOT NULL CHECK (agrees IN (0, 1)),
    window_number  BIGINT NOT NULL CHECK (window_number >= 1), -- with this audit in it
    window_agreed  BIGINT NOT NULL CHECK (window_agreed >= 0),
    window_audits  BIGINT NOT NULL CHECK (window_audits >= window_agreed),
    at_millis      BIGINT NOT NULL,
    UNIQUE (answer_id, text_index)
);

CREATE INDEX cascade_audit_setting ON cascade_audit (setting, id);

CREATE TRIGGER cascade_setting_no_update BEFORE UPDATE ON cascade_setting
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('thresholds are never changed; others take their place');
CREATE TRIGGER cascade_setting_no_delete BEFORE DELETE ON cascade_setting
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('thresholds are never deleted');
CREATE TRIGGER cascade_setting_no_truncate BEFORE TRUNCATE ON cascade_setting
FOR EACH STATEMENT EXECUTE FUNCTION kaiye_refuse('thresholds are never deleted');
CREATE TRIGGER cascade_threshold_no_update BEFORE UPDATE ON cascade_threshold
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('thresholds are never changed; others take their place');
CREATE TRIGGER cascade_threshold_no_delete BEFORE DELETE ON cascade_threshold
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('thresholds are never deleted');
CREATE TRIGGER cascade_threshold_no_truncate BEFORE TRUNCATE ON cascade_threshold
FOR EACH STATEMENT EXECUTE FUNCTION kaiye_refuse('thresholds are never deleted');
CREATE TRIGGER cascade_audit_no_update BEFORE UPDATE ON cascade_audit
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('an audit is never changed');
CREATE TRIGGER cascade_audit_no_delete BEFORE DELETE ON cascade_audit
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('an audit is never deleted');
CREATE TRIGGER cascade_audit_no_truncate BEFORE TRUNCATE ON cascade_audit
FOR EACH STATEMENT EXECUTE FUNCTION kaiye_refuse('an audit is never deleted');
