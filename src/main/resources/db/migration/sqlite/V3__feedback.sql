-- What callers said about answers; rows are only ever added. Instants are milliseconds since 1970 in UTC.
CREATE TABLE feedback (
    sequence  INTEGER PRIMARY KEY AUTOINCREMENT,
    answer_id TEXT    NOT NULL,
    text_index INTEGER NOT NULL CHECK (text_index >= 0), -- which text of the call, from 0
    label     TEXT,
    correct   INTEGER CHECK (correct IN (0, 1)),
    comment   TEXT    NOT NULL,
    at_millis INTEGER NOT NULL
) STRICT;

CREATE INDEX feedback_by_answer ON feedback (answer_id);
