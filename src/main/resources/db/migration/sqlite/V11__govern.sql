-- What was done with data and for the people in it, each entry chained to the one before by its hash, and the
-- erasures of rows. Entries are only ever added. Instants are milliseconds since 1970 in UTC.

CREATE TABLE audit_entry (
    number    INTEGER PRIMARY KEY CHECK (number > 0), -- 1, 2, 3 … without a gap
    at_millis INTEGER NOT NULL,
    action    TEXT    NOT NULL,
    content   TEXT    NOT NULL, -- canonical JSON of the whole entry; no personal data
    previous  TEXT    NOT NULL CHECK (length(previous) = 64), -- hash of the entry before; zeros for the first
    hash      TEXT    NOT NULL UNIQUE CHECK (length(hash) = 64) -- SHA-256 of previous, a line feed and content
) STRICT;

CREATE INDEX audit_entry_at ON audit_entry (at_millis);

-- The newest entry, so that it is seen where the end was cut off.
CREATE TABLE audit_anchor (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL CHECK (number > 0),
    hash   TEXT    NOT NULL CHECK (length(hash) = 64)
) STRICT;

-- Rows that are to leave every version. One that was begun and not ended is gone on with.
CREATE TABLE erasure (
    id           TEXT    PRIMARY KEY,
    kind         TEXT    NOT NULL CHECK (kind IN ('ERASE', 'CORRECT', 'WITHDRAW', 'DELETE_BY')),
    state        TEXT    NOT NULL CHECK (state IN ('ASKED', 'TAKEN', 'DONE')),
    person       TEXT    NOT NULL, -- keyed hash; empty: all rows of versions whose time is over
    request      TEXT    NOT NULL, -- JSON of what to look for; empty once it is done
    blobs        TEXT    NOT NULL, -- JSON: hashes of contents that are to be gone from every home
    outcome      TEXT    NOT NULL, -- JSON of govern.Outcome; empty until rows were taken
    who          TEXT    NOT NULL,
    asked_millis INTEGER NOT NULL,
    done_millis  INTEGER, -- NULL: it is not
    CHECK ((state = 'DONE') = (done_millis IS NOT NULL)),
    CHECK (state <> 'DONE' OR request = '')
) STRICT;

CREATE INDEX erasure_state ON erasure (state);

-- What a version lost. Its id stays that of the content it was made with.
CREATE TABLE dataset_erasure (
    name      TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    erasure   TEXT    NOT NULL REFERENCES erasure (id),
    rows      INTEGER NOT NULL CHECK (rows > 0),
    reason    TEXT    NOT NULL,
    at_millis INTEGER NOT NULL,
    PRIMARY KEY (name, id, erasure),
    FOREIGN KEY (name, id) REFERENCES dataset_version (name, id)
) STRICT;

CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'an entry of the audit log is never changed'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'an entry of the audit log is never deleted'); END;
CREATE TRIGGER audit_anchor_no_delete BEFORE DELETE ON audit_anchor
BEGIN SELECT RAISE(ABORT, 'the anchor of the audit log is never deleted'); END;
CREATE TRIGGER erasure_no_delete BEFORE DELETE ON erasure
BEGIN SELECT RAISE(ABORT, 'an erasure is never deleted'); END;
CREATE TRIGGER dataset_erasure_no_update BEFORE UPDATE ON dataset_erasure
BEGIN SELECT RAISE(ABORT, 'what a version lost is never changed'); END;
CREATE TRIGGER dataset_erasure_no_delete BEFORE DELETE ON dataset_erasure
BEGIN SELECT RAISE(ABORT, 'what a version lost is never deleted'); END;
