package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.Posting.Duplicate;
import io.kaiye.ledger.Posting.Posted;
import io.kaiye.ledger.Posting.Refusal;
import io.kaiye.ledger.Posting.Refused;
import io.kaiye.ledger.TransferRows.Kind;
import io.kaiye.ledger.TransferRows.Recorded;
import io.kaiye.store.GroupWriter;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The only door to the books. What it has answered {@link Posted} to is on the disk; the calls of
 * many threads at once share one synchronisation of the disk. Safe for threads.
 *
 * <p>It looks in this order, before the first write: is the id known (the same request again is a
 * {@link Duplicate}, another one is refused); are the accounts known, of one currency; is the hold
 * known, open, large enough; does every balance stay within 64 bits; has the debited account enough
 * that is not held, if it has no overdraft.
 */
public final class Ledger {
    private final Store store;
    private final GroupWriter writer;
    private final QuickTransfers quick;

    public Ledger(Store store) {
        this.store = store;
        this.writer = store.groupWriter();
        this.quick = new QuickTransfers(this);
    }

    /**
     * Opens an account. The same one again is no error.
     *
     * @throws KaiyeException ALREADY_EXISTS if one of that name has other terms
     */
    public Account open(Account account) {
        return writer.write(sql -> open(sql, account));
    }

    /** {@link #open(Account)} in a transaction of the caller. */
    static Account open(Sql sql, Account account) {
        Optional<AccountRows.Held> there = AccountRows.find(sql, account.id());
        if (there.isEmpty()) {
            AccountRows.add(sql, account);
        } else if (!there.get().account().equals(account)) {
            throw new KaiyeException(
                    ErrorCode.ALREADY_EXISTS,
                    "The account "
                            + account.id()
                            + " is there already with other terms: "
                            + there.get().account()
                            + ". They never change; choose another name.");
        }
        return account;
    }

    /** The number of an account's row, which never changes. */
    long row(AccountId id) {
        return store.read(sql -> AccountRows.require(sql, id).row());
    }

    /** For the transfers of many answers at once. */
    QuickTransfers quick() {
        return quick;
    }

    /** Runs a work that may share its transaction with others; see {@link GroupWriter#write}. */
    <T> T write(Function<Sql, T> work) {
        return writer.write(work);
    }

    /** As {@link #post}, inside a transaction of the caller. */
    Posting post(Sql sql, Transfer transfer) {
        return postWithin(sql, transfer);
    }

    /** As {@link #post}, inside a transaction of the caller; needs no ledger. */
    static Posting postWithin(Sql sql, Transfer transfer) {
        return move(sql, Kind.POST, transfer);
    }

    /** Moves value at once. */
    public Posting post(Transfer transfer) {
        return writer.write(sql -> post(sql, transfer));
    }

    /** Keeps value of the debited account for what is about to be done; {@link #settle} ends it. */
    public Posting hold(Transfer transfer) {
        return writer.write(sql -> move(sql, Kind.HOLD, transfer));
    }

    /** Moves what was used of a hold, and frees the rest. */
    public Posting settle(Settlement settlement) {
        return writer.write(sql -> settled(sql, settlement));
    }

    private static Posting move(Sql sql, Kind kind, Transfer transfer) {
        sql.writeGathered();
        TransferId id = transfer.id();
        Optional<Recorded> before = TransferRows.find(sql, id);
        if (before.isPresent()) {
            return again(id, before.get().isOf(kind, transfer));
        }
        Optional<AccountRows.Held> debit = AccountRows.find(sql, transfer.debit());
        Optional<AccountRows.Held> credit = AccountRows.find(sql, transfer.credit());
        if (debit.isEmpty() || credit.isEmpty()) {
            AccountId missing = debit.isEmpty() ? transfer.debit() : transfer.credit();
            return new Refused(id, Refusal.UNKNOWN_ACCOUNT, "There is no account " + missing + ".");
        }
        long amount = transfer.amountMicros();
        Optional<Refused> refused = refusal(id, amount, debit.get(), credit.get());
        if (refused.isPresent()) {
            return refused.get();
        }
        TransferRows.add(
                sql,
                new Recorded(
                        id, kind, Optional.empty(), transfer.debit(), transfer.credit(), amount),
                debit.get().row(),
                credit.get().row(),
                transfer.memo(),
                transfer.at());
        if (kind == Kind.HOLD) {
            AccountRows.change(sql, debit.get(), 0, amount);
        } else {
            AccountRows.change(sql, debit.get(), -amount, 0);
            AccountRows.change(sql, credit.get(), amount, 0);
        }
        return new Posted(id);
    }

    private static Posting again(TransferId id, boolean same) {
        return same
                ? new Duplicate(id)
                : new Refused(
                        id,
                        Refusal.OTHER_REQUEST,
                        "Transfer " + id + " is there already and is another one.");
    }

    private static Optional<Refused> refusal(
            TransferId id, long amount, AccountRows.Held debit, AccountRows.Held credit) {
        if (!debit.account().currency().equals(credit.account().currency())) {
            return Optional.of(
                    new Refused(
                            id,
                            Refusal.OTHER_CURRENCY,
                            debit.account().id()
                                    + " is in "
                                    + debit.account().currency()
                                    + " and "
                                    + credit.account().id()
                                    + " in "
                                    + credit.account().currency()
                                    + "; a transfer has one currency."));
        }
        if (!debit.staysWithinRange(amount) || !credit.staysWithinRange(amount)) {
            return Optional.of(
                    new Refused(
                            id,
                            Refusal.TOO_LARGE,
                            "A balance would leave the range of 64 bits with "
                                    + amount
                                    + " micros more."));
        }
        return debit.mayGive(amount)
                ? Optional.empty()
                : Optional.of(
                        new Refused(
                                id,
                                Refusal.INSUFFICIENT,
                                debit.account().id()
                                        + " has "
                                        + debit.availableMicros()
                                        + " micros available, and the transfer is of "
                                        + amount
                                        + "."));
    }

    private static Posting settled(Sql sql, Settlement settlement) {
        sql.writeGathered();
        TransferId id = settlement.id();
        Optional<Recorded> before = TransferRows.find(sql, id);
        if (before.isPresent()) {
            return again(id, before.get().isOf(settlement));
        }
        Optional<Recorded> hold =
                TransferRows.find(sql, settlement.hold()).filter(one -> one.kind() == Kind.HOLD);
        if (hold.isEmpty()) {
            return new Refused(
                    id, Refusal.UNKNOWN_HOLD, "There is no hold " + settlement.hold() + ".");
        }
        if (TransferRows.isEnded(sql, settlement.hold())) {
            return new Refused(
                    id,
                    Refusal.HOLD_ENDED,
                    "The hold " + settlement.hold() + " was settled before.");
        }
        long held = hold.get().amountMicros();
        long amount = settlement.amountMicros();
        if (amount > held) {
            return new Refused(
                    id,
                    Refusal.MORE_THAN_HELD,
                    "The hold "
                            + settlement.hold()
                            + " is of "
                            + held
                            + " micros; no more can be settled, and this is "
                            + amount
                            + ".");
        }
        AccountRows.Held debit = AccountRows.require(sql, hold.get().debit());
        AccountRows.Held credit = AccountRows.require(sql, hold.get().credit());
        if (!credit.staysWithinRange(amount)) {
            return new Refused(
                    id,
                    Refusal.TOO_LARGE,
                    "A balance would leave the range of 64 bits with " + amount + " micros more.");
        }
        TransferRows.add(
                sql,
                new Recorded(
                        id,
                        Kind.SETTLE,
                        Optional.of(settlement.hold()),
                        hold.get().debit(),
                        hold.get().credit(),
                        amount),
                debit.row(),
                credit.row(),
                settlement.memo(),
                settlement.at());
        AccountRows.change(sql, debit, -amount, -held);
        if (amount > 0) {
            AccountRows.change(sql, credit, amount, 0);
        }
        return new Posted(id);
    }

    /** What an account holds now; empty if there is none of that name. */
    public Optional<Balance> balance(AccountId id) {
        return store.read(sql -> AccountRows.find(sql, id).map(AccountRows.Held::balance));
    }

    /**
     * The trial balance: every account, by name.
     *
     * @throws KaiyeException CORRUPT_FILE if the accounts of a currency do not add up to zero
     */
    public List<Balance> balances() {
        return store.read(
                sql -> {
                    LedgerCheck.requireZeroSums(sql);
                    return AccountRows.all(sql);
                });
    }

    /**
     * Holds from before an instant that were never settled, oldest first: work that was cut off.
     */
    public List<Transfer> openHolds(Instant before) {
        return store.read(sql -> TransferRows.openHolds(sql, before));
    }

    /** What contradicts itself in the books; empty when all is well. Reads every transfer. */
    public List<String> problems() {
        return store.read(LedgerCheck::problems);
    }
}
