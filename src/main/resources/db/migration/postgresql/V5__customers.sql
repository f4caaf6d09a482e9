-- Who may ask, and with which keys. Of a key only a keyed hash is kept. Instants are milliseconds since 1970 in UTC.

CREATE TABLE customer (
    id             TEXT COLLATE "C" PRIMARY KEY,
    name           TEXT COLLATE "C" NOT NULL,
    currency       TEXT COLLATE "C" NOT NULL CHECK (length(currency) = 3),
    language       TEXT COLLATE "C" NOT NULL CHECK (language IN ('en', 'zh')),
    created_millis BIGINT NOT NULL
);

CREATE TABLE api_key (
    prefix         TEXT COLLATE "C" PRIMARY KEY, -- the part of the key that may be shown
    customer       TEXT COLLATE "C" NOT NULL REFERENCES customer (id),
    hash           TEXT COLLATE "C" NOT NULL CHECK (length(hash) = 64), -- HMAC-SHA256 of the whole key
    models         TEXT COLLATE "C" NOT NULL, -- JSON: names; empty for all
    endpoints      TEXT COLLATE "C" NOT NULL, -- JSON: names; empty for all
    life_millis    BIGINT, -- of its terms, which a key that takes its place has too; NULL: for ever
    created_millis BIGINT NOT NULL,
    expires_millis BIGINT, -- NULL: never
    revoked_millis BIGINT  -- NULL: it was not
);

CREATE INDEX api_key_customer ON api_key (customer, created_millis);

CREATE TRIGGER api_key_no_delete BEFORE DELETE ON api_key
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('a key is revoked, never deleted');
CREATE TRIGGER api_key_no_truncate BEFORE TRUNCATE ON api_key
FOR EACH STATEMENT EXECUTE FUNCTION kaiye_refuse('a key is revoked, never deleted');
CREATE TRIGGER api_key_keeps_its_terms
BEFORE UPDATE OF prefix, customer, hash, models, endpoints, life_millis, created_millis ON api_key
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('a key is never changed; make another');
CREATE TRIGGER api_key_stays_revoked BEFORE UPDATE OF revoked_millis ON api_key
FOR EACH ROW WHEN (old.revoked_millis IS NOT NULL) EXECUTE FUNCTION kaiye_refuse('a revoked key stays revoked');
CREATE TRIGGER customer_no_delete BEFORE DELETE ON customer
FOR EACH ROW EXECUTE FUNCTION kaiye_refuse('a customer is never deleted');
CREATE TRIGGER customer_no_truncate BEFORE TRUNCATE ON customer
FOR EACH STATEMENT EXECUTE FUNCTION kaiye_refuse('a customer is never deleted');
