-- Labelling: queues of texts, who was shown which, and the labels that were given. Instants are milliseconds since
-- 1970 in UTC.

CREATE TABLE label_queue (
    name           TEXT    NOT NULL PRIMARY KEY,
    settings       TEXT    NOT NULL, -- QueueSettings as JSON
    created_millis INTEGER NOT NULL
) STRICT;

CREATE TABLE label_task (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    queue      TEXT    NOT NULL REFERENCES label_queue (name),
    text       TEXT    NOT NULL,
    place      INTEGER CHECK (place >= 1), -- whose turn it is, from 1; NULL: not yet
    wanted     INTEGER NOT NULL CHECK (wanted >= 1), -- how many people are to label it
    suggested  TEXT, -- what a model takes it for
    confidence REAL CHECK (confidence >= 0 AND confidence <= 1),
    UNIQUE (queue, place)
) STRICT;

-- Who has a task before them, so that two people do not do the same one.
CREATE TABLE label_claim (
    task      INTEGER NOT NULL REFERENCES label_task (id),
    annotator TEXT    NOT NULL,
    at_millis INTEGER NOT NULL,
    PRIMARY KEY (task, annotator)
) STRICT;

CREATE TABLE label_given (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    task         INTEGER NOT NULL REFERENCES label_task (id),
    annotator    TEXT    NOT NULL,
    settles      INTEGER NOT NULL CHECK (settles IN (0, 1)), -- 1: ends a disagreement
    turn         INTEGER NOT NULL CHECK (turn >= 0), -- above 0: in the place of an earlier one
    label        TEXT    NOT NULL,
    price_micros INTEGER NOT NULL CHECK (price_micros >= 0),
    took_millis  INTEGER NOT NULL CHECK (took_millis >= 0),
    at_millis    INTEGER NOT NULL,
    UNIQUE (task, annotator, settles, turn)
) STRICT;

CREATE TRIGGER label_given_no_update BEFORE UPDATE ON label_given
BEGIN SELECT RAISE(ABORT, 'a label is never changed; another takes its place'); END;
