-- What a cleaning step learnt that is too large for its version's recipe: the trees of an isolation forest.
CREATE TABLE dataset_fit (
    name TEXT    NOT NULL,
    id   TEXT    NOT NULL,
    step INTEGER NOT NULL CHECK (step > 0), -- its place in the plan
    blob TEXT    NOT NULL CHECK (length(blob) = 64),
    PRIMARY KEY (name, id, step),
    FOREIGN KEY (name, id) REFERENCES dataset_version (name, id)
) STRICT;
