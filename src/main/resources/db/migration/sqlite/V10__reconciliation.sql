-- What upstreams' invoices said of single calls, and what was corrected by it. Rows are only ever added.
-- Amounts are micros (millionths) of the currency of costs; instants are milliseconds since 1970 in UTC.

CREATE TABLE reconciliation (
    id            TEXT    PRIMARY KEY, -- of the upstream and the file: the same again is the same
    upstream      TEXT    NOT NULL,
    content       TEXT    NOT NULL, -- JSON of ledger.Reconciliation
    posted_millis INTEGER NOT NULL
) STRICT;

CREATE TABLE reconciled_call (
    reconciliation    TEXT    NOT NULL REFERENCES reconciliation (id),
    upstream          TEXT    NOT NULL,
    call              TEXT    NOT NULL, -- the upstream's id of it, or our answer's where we have none
    correction_micros INTEGER NOT NULL, -- that was posted; 0 where both said the same
    PRIMARY KEY (upstream, call, reconciliation)
) STRICT;

CREATE TRIGGER reconciliation_no_update BEFORE UPDATE ON reconciliation
BEGIN SELECT RAISE(ABORT, 'a reconciliation is never changed'); END;
CREATE TRIGGER reconciliation_no_delete BEFORE DELETE ON reconciliation
BEGIN SELECT RAISE(ABORT, 'a reconciliation is never deleted'); END;
CREATE TRIGGER reconciled_call_no_update BEFORE UPDATE ON reconciled_call
BEGIN SELECT RAISE(ABORT, 'a reconciled call is never changed'); END;
CREATE TRIGGER reconciled_call_no_delete BEFORE DELETE ON reconciled_call
BEGIN SELECT RAISE(ABORT, 'a reconciled call is never deleted'); END;
