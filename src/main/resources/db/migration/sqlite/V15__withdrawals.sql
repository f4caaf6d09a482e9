-- Consent that persons took back: applied to all that is stored later. Instants are milliseconds since 1970 in UTC.

CREATE TABLE withdrawal (
    id             TEXT    PRIMARY KEY REFERENCES erasure (id), -- the erasure that came of it at once
    person         TEXT    NOT NULL, -- keyed hash
    in_columns     TEXT    NOT NULL, -- JSON: names of those looked in; [] for all
    purpose        TEXT    NOT NULL, -- what consent was taken back for; empty: everything
    secret         TEXT    NOT NULL, -- what tells the person, encrypted under the home's key; empty once lifted
    who            TEXT    NOT NULL,
    at_millis      INTEGER NOT NULL,
    checked_import INTEGER NOT NULL CHECK (checked_import >= 0), -- versions up to this number were looked through
    checked_task   INTEGER NOT NULL CHECK (checked_task >= 0), -- and texts to be labelled
    lifted_millis  INTEGER, -- NULL: it holds
    CHECK ((lifted_millis IS NULL) = (secret <> ''))
) STRICT;

CREATE TRIGGER withdrawal_no_delete BEFORE DELETE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal is never deleted'); END;
