-- Plans, who is on which, invoices, credit notes and payments. Nothing of it is ever changed or deleted.
-- Amounts are micros of the customer's currency; instants are milliseconds since 1970 in UTC.

CREATE TABLE plan (
    id             TEXT    NOT NULL,
    number         INTEGER NOT NULL CHECK (number >= 1),
    content        TEXT    NOT NULL, -- JSON of ledger.Plan
    created_millis INTEGER NOT NULL,
    PRIMARY KEY (id, number)
) STRICT;

CREATE TABLE subscription_event (
    sequence         INTEGER PRIMARY KEY AUTOINCREMENT,
    customer         TEXT    NOT NULL REFERENCES customer (id),
    kind             TEXT    NOT NULL CHECK (kind IN ('BOUGHT', 'MOVED', 'PAUSED', 'RESUMED', 'CANCELLED')),
    plan             TEXT, -- that was bought or moved to
    number           INTEGER,
    effective_millis INTEGER NOT NULL,
    recorded_millis  INTEGER NOT NULL,
    CHECK ((kind IN ('BOUGHT', 'MOVED')) = (plan IS NOT NULL)),
    CHECK ((plan IS NULL) = (number IS NULL)),
    FOREIGN KEY (plan, number) REFERENCES plan (id, number)
) STRICT;

CREATE INDEX subscription_event_customer ON subscription_event (customer, sequence);

-- What invoices say of a customer beside the name. The newest row counts; invoices keep what they were made with.
CREATE TABLE customer_terms (
    sequence        INTEGER PRIMARY KEY AUTOINCREMENT,
    customer        TEXT    NOT NULL REFERENCES customer (id),
    name            TEXT    NOT NULL,
    language        TEXT    NOT NULL CHECK (language IN ('en', 'zh')),
    address         TEXT    NOT NULL,
    tax_id          TEXT    NOT NULL,
    tax_millionths  INTEGER NOT NULL CHECK (tax_millionths BETWEEN 0 AND 1000000), -- 190000 is 19%
    recorded_millis INTEGER NOT NULL
) STRICT;

CREATE INDEX customer_terms_customer ON customer_terms (customer, sequence);

-- Who sends the invoices. The newest row counts.
CREATE TABLE seller (
    sequence        INTEGER PRIMARY KEY AUTOINCREMENT,
    name            TEXT    NOT NULL,
    address         TEXT    NOT NULL,
    tax_id          TEXT    NOT NULL,
    payment         TEXT    NOT NULL, -- how to pay
    recorded_millis INTEGER NOT NULL
) STRICT;

CREATE TABLE invoice (
    number        TEXT    PRIMARY KEY, -- year and sequence, such as 2026-000001
    year          INTEGER NOT NULL,
    sequence      INTEGER NOT NULL CHECK (sequence >= 1), -- without a gap in a year
    customer      TEXT    NOT NULL REFERENCES customer (id),
    from_millis   INTEGER NOT NULL, -- of the period
    to_millis     INTEGER NOT NULL CHECK (to_millis > from_millis),
    issued_millis INTEGER NOT NULL,
    total_micros  INTEGER NOT NULL CHECK (total_micros >= 0),
    paid_micros   INTEGER NOT NULL CHECK (paid_micros BETWEEN 0 AND total_micros), -- from credit
    content       TEXT    NOT NULL, -- JSON of ledger.Invoice
    UNIQUE (year, sequence),
    UNIQUE (customer, from_millis)
) STRICT;

CREATE TABLE credit_note (
    number        TEXT    PRIMARY KEY, -- such as C2026-000001
    year          INTEGER NOT NULL,
    sequence      INTEGER NOT NULL CHECK (sequence >= 1), -- without a gap in a year
    request       TEXT    NOT NULL UNIQUE, -- the same request again is the same note
    invoice       TEXT    NOT NULL REFERENCES invoice (number),
    issued_millis INTEGER NOT NULL,
    amount_micros INTEGER NOT NULL CHECK (amount_micros > 0),
    owed_micros   INTEGER NOT NULL CHECK (owed_micros BETWEEN 0 AND amount_micros), -- taken off what was to be paid
    content       TEXT    NOT NULL, -- JSON of ledger.CreditNote
    UNIQUE (year, sequence)
) STRICT;

CREATE INDEX credit_note_invoice ON credit_note (invoice);

CREATE TABLE payment (
    id            TEXT    PRIMARY KEY, -- chosen by the caller: the same id is the same payment
    customer      TEXT    NOT NULL REFERENCES customer (id),
    invoice       TEXT    REFERENCES invoice (number), -- NULL: in advance
    amount_micros INTEGER NOT NULL CHECK (amount_micros > 0),
    rest_micros   INTEGER NOT NULL, -- part of the smallest coin that was written off (above zero) or kept
    at_millis     INTEGER NOT NULL
) STRICT;

CREATE INDEX payment_invoice ON payment (invoice);

CREATE TRIGGER plan_no_update BEFORE UPDATE ON plan
BEGIN SELECT RAISE(ABORT, 'a plan is never changed'); END;
CREATE TRIGGER plan_no_delete BEFORE DELETE ON plan
BEGIN SELECT RAISE(ABORT, 'a plan is never deleted'); END;

CREATE TRIGGER subscription_event_no_update BEFORE UPDATE ON subscription_event
BEGIN SELECT RAISE(ABORT, 'a subscription event is never changed'); END;
CREATE TRIGGER subscription_event_no_delete BEFORE DELETE ON subscription_event
BEGIN SELECT RAISE(ABORT, 'a subscription event is never deleted'); END;

CREATE TRIGGER customer_terms_no_update BEFORE UPDATE ON customer_terms
BEGIN SELECT RAISE(ABORT, 'the terms of an invoice are never changed'); END;
CREATE TRIGGER customer_terms_no_delete BEFORE DELETE ON customer_terms
BEGIN SELECT RAISE(ABORT, 'the terms of an invoice are never deleted'); END;

CREATE TRIGGER seller_no_update BEFORE UPDATE ON seller
BEGIN SELECT RAISE(ABORT, 'the seller of an invoice is never changed'); END;
CREATE TRIGGER seller_no_delete BEFORE DELETE ON seller
BEGIN SELECT RAISE(ABORT, 'the seller of an invoice is never deleted'); END;

CREATE TRIGGER invoice_no_update BEFORE UPDATE ON invoice
BEGIN SELECT RAISE(ABORT, 'an invoice is never changed'); END;
CREATE TRIGGER invoice_no_delete BEFORE DELETE ON invoice
BEGIN SELECT RAISE(ABORT, 'an invoice is never deleted'); END;

CREATE TRIGGER credit_note_no_update BEFORE UPDATE ON credit_note
BEGIN SELECT RAISE(ABORT, 'a credit note is never changed'); END;
CREATE TRIGGER credit_note_no_delete BEFORE DELETE ON credit_note
BEGIN SELECT RAISE(ABORT, 'a credit note is never deleted'); END;

CREATE TRIGGER payment_no_update BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment is never changed'); END;
CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment is never deleted'); END;
