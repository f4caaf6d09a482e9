-- One row for each immutable version of a dataset. Instants are milliseconds since 1970 in UTC.
CREATE TABLE dataset_version (
    name           TEXT    NOT NULL,
    id             TEXT    NOT NULL CHECK (length(id) = 64),
    created_millis INTEGER NOT NULL,
    import_number  INTEGER NOT NULL UNIQUE, -- grows with each import; the highest is the newest
    details        TEXT    NOT NULL,        -- DatasetVersion as JSON
    PRIMARY KEY (name, id)
) STRICT;

CREATE TABLE dataset_split (
    name  TEXT    NOT NULL,
    id    TEXT    NOT NULL,
    split TEXT    NOT NULL CHECK (split IN ('TRAIN', 'VALID', 'TEST')),
    rows  INTEGER NOT NULL CHECK (rows >= 0),
    blob  TEXT    NOT NULL CHECK (length(blob) = 64),
    PRIMARY KEY (name, id, split),
    FOREIGN KEY (name, id) REFERENCES dataset_version (name, id)
) STRICT;
