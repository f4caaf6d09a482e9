-- Versions of models, what was measured on them, and the moves of the aliases.
-- Rows are only ever added; the triggers say so to anybody who tries otherwise.
-- Instants are milliseconds since 1970 in UTC.

CREATE TABLE model_version (
    model          TEXT    NOT NULL,
    number         INTEGER NOT NULL CHECK (number > 0),
    id             TEXT    NOT NULL CHECK (length(id) = 64),
    created_millis INTEGER NOT NULL,
    made_by        TEXT    NOT NULL,
    info           TEXT    NOT NULL, -- JSON: ModelInfo
    provenance     TEXT    NOT NULL, -- JSON: Provenance
    size_bytes     INTEGER NOT NULL,
    PRIMARY KEY (model, number),
    UNIQUE (model, id)
) STRICT;

CREATE TABLE model_file (
    model  TEXT    NOT NULL,
    number INTEGER NOT NULL,
    path   TEXT    NOT NULL,
    blob   TEXT    NOT NULL CHECK (length(blob) = 64), -- SHA-256 of the content
    PRIMARY KEY (model, number, path),
    FOREIGN KEY (model, number) REFERENCES model_version (model, number)
) STRICT;

CREATE INDEX model_file_blob ON model_file (blob);

CREATE TABLE model_measurement (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    model    TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    what     TEXT    NOT NULL, -- a split, or speed
    at_millis INTEGER NOT NULL,
    value    TEXT    NOT NULL, -- JSON: Quality or Speed
    FOREIGN KEY (model, number) REFERENCES model_version (model, number)
) STRICT;

CREATE INDEX model_measurement_version ON model_measurement (model, number);

CREATE TABLE alias_move (
    sequence    INTEGER PRIMARY KEY AUTOINCREMENT,
    model       TEXT    NOT NULL,
    alias       TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    from_number INTEGER, -- NULL: it pointed nowhere
    to_number   INTEGER, -- NULL: it was taken away
    back        INTEGER, -- the move that a roll-back returns to; NULL: there is none
    reason      TEXT    NOT NULL,
    who         TEXT    NOT NULL,
    at_millis   INTEGER NOT NULL
) STRICT;

CREATE INDEX alias_move_alias ON alias_move (model, alias, sequence);

CREATE TRIGGER model_version_no_update BEFORE UPDATE ON model_version
BEGIN SELECT RAISE(ABORT, 'a model version is never changed'); END;
CREATE TRIGGER model_version_no_delete BEFORE DELETE ON model_version
BEGIN SELECT RAISE(ABORT, 'a model version is never deleted'); END;
CREATE TRIGGER model_file_no_update BEFORE UPDATE ON model_file
BEGIN SELECT RAISE(ABORT, 'a model version is never changed'); END;
CREATE TRIGGER model_file_no_delete BEFORE DELETE ON model_file
BEGIN SELECT RAISE(ABORT, 'a model version is never changed'); END;
CREATE TRIGGER model_measurement_no_update BEFORE UPDATE ON model_measurement
BEGIN SELECT RAISE(ABORT, 'a measurement is never changed'); END;
CREATE TRIGGER model_measurement_no_delete BEFORE DELETE ON model_measurement
BEGIN SELECT RAISE(ABORT, 'a measurement is never deleted'); END;
CREATE TRIGGER alias_move_no_update BEFORE UPDATE ON alias_move
BEGIN SELECT RAISE(ABORT, 'a move of an alias is never changed'); END;
CREATE TRIGGER alias_move_no_delete BEFORE DELETE ON alias_move
BEGIN SELECT RAISE(ABORT, 'a move of an alias is never deleted'); END;
