-- What the triggers of append-only tables call, with the sentence that they say.
CREATE FUNCTION kaiye_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation';
END $$;

-- One row for each immutable version of a dataset. Instants are milliseconds since 1970 in UTC.
CREATE TABLE dataset_version (
    name           TEXT COLLATE "C" NOT NULL,
    id             TEXT COLLATE "C" NOT NULL CHECK (length(id) = 64),
    created_millis BIGINT NOT NULL,
    import_number  BIGINT NOT NULL UNIQUE, -- grows with each import; the highest is the newest
    details        TEXT COLLATE "C" NOT NULL,        -- DatasetVersion as JSON
    PRIMARY KEY (name, id)
);

CREATE TABLE dataset_split (
    name  TEXT COLLATE "C" NOT NULL,
    id    TEXT COLLATE "C" NOT NULL,
    split TEXT COLLATE "C" NOT NULL CHECK (split IN ('TRAIN', 'VALID', 'TEST')),
    rows  BIGINT NOT NULL CHECK (rows >= 0),
    blob  TEXT COLLATE "C" NOT NULL CHECK (length(blob) = 64),
    PRIMARY KEY (name, id, split),
    FOREIGN KEY (name, id) REFERENCES dataset_version (name, id)
);
