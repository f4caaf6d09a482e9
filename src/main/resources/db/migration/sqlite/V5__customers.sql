-- Who may ask, and with which keys. Of a key only a keyed hash is kept. Instants are milliseconds since 1970 in UTC.

CREATE TABLE customer (
    id             TEXT    PRIMARY KEY,
    name           TEXT    NOT NULL,
    currency       TEXT    NOT NULL CHECK (length(currency) = 3),
    language       TEXT    NOT NULL CHECK (language IN ('en', 'zh')),
    created_millis INTEGER NOT NULL
) STRICT;

CREATE TABLE api_key (
    prefix         TEXT    PRIMARY KEY, -- the part of the key that may be shown
    customer       TEXT    NOT NULL REFERENCES customer (id),
    hash           TEXT    NOT NULL CHECK (length(hash) = 64), -- HMAC-SHA256 of the whole key
    models         TEXT    NOT NULL, -- JSON: names; empty for all
    endpoints      TEXT    NOT NULL, -- JSON: names; empty for all
    life_millis    INTEGER, -- of its terms, which a key that takes its place has too; NULL: for ever
    created_millis INTEGER NOT NULL,
    expires_millis INTEGER, -- NULL: never
    revoked_millis INTEGER  -- NULL: it was not
) STRICT;

CREATE INDEX api_key_customer ON api_key (customer, created_millis);

CREATE TRIGGER api_key_no_delete BEFORE DELETE ON api_key
BEGIN SELECT RAISE(ABORT, 'a key is revoked, never deleted'); END;
CREATE TRIGGER api_key_keeps_its_terms
BEFORE UPDATE OF prefix, customer, hash, models, endpoints, life_millis, created_millis ON api_key
BEGIN SELECT RAISE(ABORT, 'a key is never changed; make another'); END;
CREATE TRIGGER api_key_stays_revoked BEFORE UPDATE OF revoked_millis ON api_key
WHEN old.revoked_millis IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a revoked key stays revoked'); END;
CREATE TRIGGER customer_no_delete BEFORE DELETE ON customer
BEGIN SELECT RAISE(ABORT, 'a customer is never deleted'); END;
