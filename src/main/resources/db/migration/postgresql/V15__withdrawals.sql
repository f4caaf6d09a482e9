-- Consent that persons took back: applied to all that is stored later. Instants are milliseconds since 1970 in UTC.

CREATE TABLE withdrawal (
    id             TEXT COLLATE "C" PRIMARY KEY REFERENCES erasure (id), -- the erasure that came of it at once
    person         TEXT COLLATE "C" NOT NULL, -- keyed hash
    in_columns     TEXT COLLATE "C" NOT NULL, -- JSON: names of those looked in; [] for all
    purpose        TEXT COLLATE "C" NOT NULL, -- what consent was taken back for; empty: everything
    secret         TEXT COLLATE "C" NOT NULL, -- what tells the person, encrypted under the home's key; empty once lifted
    who            TEXT COLLATE "C" NOT NULL,
    at_millis      BIGINT NOT NULL,
    checked_import BIGINT NOT NULL CHECK (checked_import >= 0), -- versions up to this number were looked through
    checked_task   BIGINT NOT NULL CHECK (checked_task >= 0), -- and texts to be labelled
    lifted_millis  BIGINT, -- NULL: it holds
    CHECK ((lifted_millis IS NULL) = (secret <> ''))
);

CREATE TRIGGER withdrawal_no_delete BEFORE DELETE ON withdrawal
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('a withdrawal is never deleted');
CREATE TRIGGER withdrawal_no_truncate BEFORE TRUNCATE ON withdrawal
FOR EACH STATEMENT EXECUTE FUNCTION kaiye_refuse('a withdrawal is never deleted');
