-- What is granted of a quota is looked up while answers wait. Transfers that post answers have no memo.
CREATE INDEX transfer_memo ON transfer (debit, credit) WHERE memo <> '';

-- Every posting writes a page for each index that it has an entry in. These were only read when the books are
-- checked or an upstream's invoice is reconciled, which now read the tables from end to end instead.

DROP INDEX transfer_debit;
DROP INDEX transfer_credit;
DROP INDEX upstream_charge_upstream;
DROP INDEX upstream_charge_answer;
