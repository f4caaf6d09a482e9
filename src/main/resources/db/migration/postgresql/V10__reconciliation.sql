-- What upstreams' invoices said of single calls, and what was corrected by it. Rows are only ever added.
-- Amounts are micros (millionths) of the currency of costs; instants are milliseconds since 1970 in UTC.

CREATE TABLE reconciliation (
    id            TEXT COLLATE "C" PRIMARY KEY, -- of the upstream and the file: the same again is the same
    upstream      TEXT COLLATE "C" NOT NULL,
    content       TEXT COLLATE "C" NOT NULL, -- JSON of ledger.Reconciliation
    posted_millis BIGINT NOT NULL
);

CREATE TABLE reconciled_call (
    reconciliation    TEXT COLLATE "C" NOT NULL REFERENCES reconciliation (id),
    upstream          TEXT COLLATE "C" NOT NULL,
    call              TEXT COLLATE "C" NOT NULL, -- the upstream's id of it, or our answer's where we have none
    correction_micros BIGINT NOT NULL, -- that was posted; 0 where both said the same
    PRIMARY KEY (upstream, call, reconciliation)
);

CREATE TRIGGER reconciliation_no_update BEFORE UPDATE ON reconciliation
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('a reconciliation is never changed');
CREATE TRIGGER reconciliation_no_delete BEFORE DELETE ON reconciliation
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('a reconciliation is never deleted');
CREATE TRIGGER reconciliation_no_truncate BEFORE TRUNCATE ON reconciliation
FOR EACH STATEMENT EXECUTE FUNCTION kaiye_refuse('a reconciliation is never deleted');
CREATE TRIGGER reconciled_call_no_update BEFORE UPDATE ON reconciled_call
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('a reconciled call is never changed');
CREATE TRIGGER reconciled_call_no_delete BEFORE DELETE ON reconciled_call
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('a reconciled call is never deleted');
CREATE TRIGGER reconciled_call_no_truncate BEFORE TRUNCATE ON reconciled_call
FOR EACH STATEMENT EXECUTE FUNCTION kaiye_refuse('a reconciled call is never deleted');
