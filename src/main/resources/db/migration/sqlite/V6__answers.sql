-- What was answered, what it used, cost and earned. Rows are only ever added.
-- Amounts are micros (millionths) of a currency; instants are milliseconds since 1970 in UTC.

CREATE TABLE answer (
    sequence            INTEGER PRIMARY KEY, -- grows, since none is ever deleted
    id                  TEXT    NOT NULL UNIQUE,
    batch               TEXT    NOT NULL, -- the transfers BATCH/… hold what was posted for it
    at_millis           INTEGER NOT NULL,
    customer            TEXT    REFERENCES customer (id), -- NULL: the operator asked
    key_prefix          TEXT, -- NULL: the operator asked
    plan                TEXT, -- NULL: there was none
    plan_number         INTEGER,
    period_millis       INTEGER, -- first instant of the period that it is charged to
    endpoint            TEXT    NOT NULL,
    model               TEXT    NOT NULL, -- as the caller named it
    served_by           TEXT    NOT NULL, -- the version or upstream model that answered; empty: none did
    route               TEXT    NOT NULL,
    ending              TEXT    NOT NULL CHECK (ending IN ('COMPLETE', 'CANCELLED', 'BROKEN', 'FAILED', 'CUT_OFF')),
    reason              TEXT    NOT NULL, -- why it failed; empty: it did not
    answers             INTEGER NOT NULL CHECK (answers >= 0),
    input_tokens        INTEGER NOT NULL CHECK (input_tokens >= 0),
    cached_input_tokens INTEGER NOT NULL CHECK (cached_input_tokens >= 0),
    output_tokens       INTEGER NOT NULL CHECK (output_tokens >= 0),
    token_source        TEXT    NOT NULL CHECK (token_source IN ('LOCAL', 'UPSTREAM', 'COUNTED')),
    included_answers    INTEGER NOT NULL CHECK (included_answers BETWEEN 0 AND answers),
    included_input      INTEGER NOT NULL CHECK (included_input BETWEEN 0 AND input_tokens),
    included_output     INTEGER NOT NULL CHECK (included_output BETWEEN 0 AND output_tokens),
    currency            TEXT    NOT NULL CHECK (length(currency) = 3), -- of the price
    price_micros        INTEGER NOT NULL CHECK (price_micros >= 0),
    price_answers       INTEGER NOT NULL, -- the parts of the price, which add up to it
    price_input         INTEGER NOT NULL,
    price_output        INTEGER NOT NULL,
    credit_micros       INTEGER NOT NULL CHECK (credit_micros BETWEEN 0 AND price_micros), -- paid in advance
    publisher           TEXT, -- NULL: ours
    publisher_micros    INTEGER NOT NULL CHECK (publisher_micros BETWEEN 0 AND price_micros),
    cost_currency       TEXT    NOT NULL CHECK (length(cost_currency) = 3), -- of the costs
    upstream_micros     INTEGER NOT NULL CHECK (upstream_micros >= 0), -- of every try
    wasted_micros       INTEGER NOT NULL CHECK (wasted_micros BETWEEN 0 AND upstream_micros),
    own_micros          INTEGER NOT NULL CHECK (own_micros >= 0), -- of our cores
    latency_micros      INTEGER NOT NULL,
    CHECK (price_answers + price_input + price_output = price_micros),
    CHECK (customer IS NOT NULL OR price_micros = 0)
) STRICT;

CREATE INDEX answer_customer ON answer (customer, at_millis);
CREATE INDEX answer_at ON answer (at_millis);

-- One try at an upstream.
CREATE TABLE upstream_charge (
    sequence            INTEGER PRIMARY KEY, -- grows, since none is ever deleted
    answer_id           TEXT    NOT NULL REFERENCES answer (id),
    upstream            TEXT    NOT NULL,
    model               TEXT    NOT NULL,
    upstream_id         TEXT    NOT NULL, -- that the upstream gave its answer; empty: none
    input_tokens        INTEGER NOT NULL CHECK (input_tokens >= 0),
    cached_input_tokens INTEGER NOT NULL CHECK (cached_input_tokens >= 0),
    output_tokens       INTEGER NOT NULL CHECK (output_tokens >= 0),
    cost_micros         INTEGER NOT NULL CHECK (cost_micros >= 0),
    token_source        TEXT    NOT NULL,
    wasted              INTEGER NOT NULL CHECK (wasted IN (0, 1)),
    at_millis           INTEGER NOT NULL
) STRICT;

CREATE INDEX upstream_charge_upstream ON upstream_charge (upstream, at_millis);
CREATE INDEX upstream_charge_answer ON upstream_charge (answer_id);

-- Units of a period that were charged at the plan's own prices: which of them were included depends on it.
CREATE TABLE usage_period (
    customer      TEXT    NOT NULL REFERENCES customer (id),
    period_millis INTEGER NOT NULL,
    answers       INTEGER NOT NULL,
    input_tokens  INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    PRIMARY KEY (customer, period_millis)
) STRICT;

-- Answers that are given again to the same request; swept when they are a day old.
CREATE TABLE kept_answer (
    caller        TEXT    NOT NULL, -- customer; empty: the operator
    idempotency   TEXT    NOT NULL, -- the caller's name for the request
    request_hash  TEXT    NOT NULL CHECK (length(request_hash) = 64),
    answer_id     TEXT    NOT NULL REFERENCES answer (id),
    status        INTEGER NOT NULL,
    content_type  TEXT    NOT NULL,
    headers       TEXT    NOT NULL, -- JSON
    body          TEXT    NOT NULL,
    at_millis     INTEGER NOT NULL,
    PRIMARY KEY (caller, idempotency)
) STRICT;

CREATE INDEX kept_answer_at ON kept_answer (at_millis);

-- Serving nodes: who may spend from the accounts that end in :at:NAME.
CREATE TABLE node (
    name        TEXT    PRIMARY KEY,
    home        TEXT    NOT NULL, -- differs for every home folder
    process     TEXT    NOT NULL, -- differs for every start
    seen_millis INTEGER NOT NULL,
    ended       INTEGER NOT NULL CHECK (ended IN (0, 1))
) STRICT;

-- Accounts of which nodes are to give back what they do not need.
CREATE TABLE lease_recall (
    account   TEXT    PRIMARY KEY,
    number    INTEGER NOT NULL -- grows with every recall
) STRICT;

-- Grows with every change that servers have to notice.
CREATE TABLE revision (
    what   TEXT    PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT;

INSERT INTO revision (what, number) VALUES ('keys', 1);

CREATE TRIGGER answer_no_update BEFORE UPDATE ON answer
BEGIN SELECT RAISE(ABORT, 'an answer is never changed'); END;
CREATE TRIGGER answer_no_delete BEFORE DELETE ON answer
BEGIN SELECT RAISE(ABORT, 'an answer is never deleted'); END;
CREATE TRIGGER upstream_charge_no_update BEFORE UPDATE ON upstream_charge
BEGIN SELECT RAISE(ABORT, 'a charge is never changed'); END;
CREATE TRIGGER upstream_charge_no_delete BEFORE DELETE ON upstream_charge
BEGIN SELECT RAISE(ABORT, 'a charge is never deleted'); END;
