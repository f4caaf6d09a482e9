-- The books: accounts, and transfers of value between them. Transfers are only ever added.
-- Amounts are micros (millionths) of the account's currency; instants are milliseconds since 1970 in UTC.

CREATE TABLE account (
    id             INTEGER PRIMARY KEY,
    name           TEXT    NOT NULL UNIQUE,
    currency       TEXT    NOT NULL CHECK (length(currency) = 3),
    overdraft      INTEGER NOT NULL CHECK (overdraft IN (0, 1)), -- 1: it may fall below zero
    balance_micros INTEGER NOT NULL DEFAULT 0, -- credits less debits
    held_micros    INTEGER NOT NULL DEFAULT 0 CHECK (held_micros >= 0), -- of open holds
    CHECK (overdraft = 1 OR balance_micros >= held_micros)
) STRICT;

CREATE TABLE transfer (
    sequence      INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE, -- chosen by the caller: the same id is the same transfer
    kind          TEXT    NOT NULL CHECK (kind IN ('POST', 'HOLD', 'SETTLE')),
    hold          TEXT    UNIQUE REFERENCES transfer (id), -- that a SETTLE ends; each at most once
    debit         INTEGER NOT NULL REFERENCES account (id),
    credit        INTEGER NOT NULL REFERENCES account (id),
    amount_micros INTEGER NOT NULL CHECK (amount_micros >= 0),
    memo          TEXT    NOT NULL,
    at_millis     INTEGER NOT NULL,
    CHECK (debit <> credit),
    CHECK (amount_micros > 0 OR kind = 'SETTLE'),
    CHECK ((kind = 'SETTLE') = (hold IS NOT NULL))
) STRICT;

CREATE INDEX transfer_debit ON transfer (debit, sequence);
CREATE INDEX transfer_credit ON transfer (credit, sequence);

CREATE TRIGGER transfer_no_update BEFORE UPDATE ON transfer
BEGIN SELECT RAISE(ABORT, 'a transfer is never changed'); END;
CREATE TRIGGER transfer_no_delete BEFORE DELETE ON transfer
BEGIN SELECT RAISE(ABORT, 'a transfer is never deleted'); END;
CREATE TRIGGER account_no_delete BEFORE DELETE ON account
BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END;
CREATE TRIGGER account_keeps_its_terms BEFORE UPDATE OF name, currency, overdraft ON account
BEGIN SELECT RAISE(ABORT, 'the terms of an account are never changed'); END;
