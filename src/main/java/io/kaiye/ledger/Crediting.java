package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Sql;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a credit note and posts what it takes back. */
final class Crediting {
    private static final int REASON_MAX = 300;

    private Crediting() {}

    /** An amount with tax, or all that is left. */
    static CreditNote credit(Sql sql, Asked asked, Optional<Long> amountMicros, Instant now) {
        InvoiceStanding standing = InvoiceRows.require(sql, asked.invoice());
        Optional<CreditNote> before = InvoiceRows.note(sql, "request", asked.request());
        if (before.isPresent()) {
            long amount = amountMicros.orElse(leftBefore(sql, before.get()));
            String terms = asked.terms(Decimals.amount(amount));
            return requireSame(before.get(), asked, terms);
        }
        long left = standing.invoice().totalMicros() - standing.creditedMicros();
        long amount = amountMicros.orElse(left);
        requireAmount(standing, amount, left);
        Parts parts = Parts.left(sql, standing.invoice()).part(amount);
        return made(sql, standing, parts, asked, Optional.empty(), now);
    }

    /** What could be taken back when a note was made. */
    private static long leftBefore(Sql sql, CreditNote note) {
        return note.invoice().totalMicros()
                - InvoiceRows.notes(sql, note.invoice().number()).stream()
                        .takeWhile(one -> !one.number().equals(note.number()))
                        .mapToLong(CreditNote::amountMicros)
                        .sum();
    }

    /**
     * The fee of a part of the period, with its tax rounded half up, as far as neither was taken
     * back before; no day is taken back twice.
     */
    static CreditNote refund(Sql sql, Asked asked, Period part, Instant now) {
        InvoiceStanding standing = InvoiceRows.require(sql, asked.invoice());
        Invoice invoice = standing.invoice();
        long fee = FeeShare.of(invoice, part.from(), part.to());
        long tax = InvoiceDraft.tax(fee, invoice.buyer().taxMillionths());
        Optional<CreditNote> before = InvoiceRows.note(sql, "request", asked.request());
        if (before.isPresent()) {
            return requireSame(before.get(), asked, asked.terms(part.from() + " to " + part.to()));
        }
        Parts left = Parts.left(sql, invoice);
        if (fee <= 0 || fee > left.fee) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The fee from "
                            + part.from()
                            + " to "
                            + part.to()
                            + " is "
                            + Decimals.amount(fee)
                            + "; accepted are times in which invoice "
                            + invoice.number()
                            + " has a fee, of which "
                            + Decimals.amount(left.fee)
                            + " can still be taken back.");
        }
        requireNotTakenBack(sql, invoice, part);
        Parts parts = new Parts(fee, 0, Math.min(tax, left.tax));
        return made(sql, standing, parts, asked, Optional.of(part), now);
    }

    private static void requireNotTakenBack(Sql sql, Invoice invoice, Period part) {
        for (CreditNote note : InvoiceRows.notes(sql, invoice.number())) {
            if (note.part().filter(part::overlaps).isPresent()) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "The fee of "
                                + invoice.number()
                                + " from "
                                + part.from()
                                + " to "
                                + part.to()
                                + " was taken back in part by "
                                + note.number()
                                + ", which is about "
                                + note.part().map(one -> one.from() + " to " + one.to()).orElse("")
                                + ". Accepted is a time that it is not about, or an amount.");
            }
        }
    }

    private static CreditNote requireSame(CreditNote note, Asked asked, String terms) {
        Asked first = new Asked(note.invoice().number(), note.reason(), note.request());
        String before =
                first.terms(
                        note.part()
                                .map(part -> part.from() + " to " + part.to())
                                .orElseGet(() -> Decimals.amount(note.amountMicros())));
        if (before.equals(terms)) {
            return note;
        }
        throw new KaiyeException(
                ErrorCode.ALREADY_EXISTS,
                "The request "
                        + asked.request()
                        + " made "
                        + note.number()
                        + " before, for "
                        + before
                        + "; now it is for "
                        + terms
                        + ". Choose another id.");
    }

    private static void requireAmount(InvoiceStanding standing, long amount, long left) {
        if (amount <= 0 || amount > left) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The amount is "
                            + Decimals.amount(amount)
                            + "; of invoice "
                            + standing.invoice().number()
                            + " "
                            + Decimals.amount(left)
                            + " "
                            + standing.invoice().currency()
                            + " can still be taken back, and no less than a micro.");
        }
    }

    private static CreditNote made(
            Sql sql,
            InvoiceStanding standing,
            Parts parts,
            Asked asked,
            Optional<Period> part,
            Instant now) {
        int sequence = InvoiceRows.nextSequence(sql, "credit_note", now);
        CreditNote note =
                new CreditNote(
                        InvoiceRows.number("C", now, sequence),
                        asked.request(),
                        standing.invoice(),
                        now,
                        asked.reason(),
                        part,
                        parts.fee(),
                        parts.usage(),
                        parts.tax(),
                        Math.clamp(standing.openMicros(), 0, parts.fee + parts.usage + parts.tax));
        InvoiceRows.add(sql, note, sequence);
        post(sql, note);
        return note;
    }

    /**
     * Who asks for what.
     *
     * @param invoice its number
     * @param reason for people, 1 to 300 characters
     * @param request the same one again gives the same note
     */
    record Asked(String invoice, String reason, String request) {
        Asked {
            if (reason.isBlank() || reason.length() > REASON_MAX) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "The reason has "
                                + reason.strip().length()
                                + " characters; accepted are 1 to "
                                + REASON_MAX
                                + ".");
            }
        }

        /** All that is asked, for a comparison that people can read. */
        String terms(String what) {
            return what + " of " + invoice + " (\"" + reason + "\")";
        }
    }

    /** What an invoice is made of, in micros. */
    private record Parts(long fee, long usage, long tax) {
        /** What no note has taken back yet. */
        static Parts left(Sql sql, Invoice invoice) {
            Parts left = new Parts(invoice.feeMicros(), invoice.usageMicros(), invoice.taxMicros());
            for (CreditNote note : InvoiceRows.notes(sql, invoice.number())) {
                left =
                        new Parts(
                                left.fee - note.feeMicros(),
                                left.usage - note.usageMicros(),
                                left.tax - note.taxMicros());
            }
            return left;
        }

        /**
         * An amount of these, in proportion: each part rounded down, and the micros that are
         * missing then one by one to the parts that have some left. So no part is ever below zero
         * or more than is left, and the last note takes all that is left of each.
         */
        Parts part(long amount) {
            long[] all = {fee, usage, tax};
            long[] taken = new long[all.length];
            long missing = amount;
            for (int i = 0; i < all.length; i++) {
                taken[i] = share(all[i], amount, fee + usage + tax);
                missing -= taken[i];
            }
            for (int i = 0; missing > 0; i = (i + 1) % all.length) {
                if (taken[i] < all[i]) {
                    taken[i]++;
                    missing--;
                }
            }
            return new Parts(taken[0], taken[1], taken[2]);
        }

        private static long share(long part, long of, long whole) {
            return BigInteger.valueOf(part)
                    .multiply(BigInteger.valueOf(of))
                    .divide(BigInteger.valueOf(whole))
                    .longValueExact();
        }
    }

    private static void post(Sql sql, CreditNote note) {
        CustomerId customer = note.invoice().customer();
        String currency = note.invoice().currency();
        Postings postings =
                new Postings(
                        sql,
                        "credit/" + note.number(),
                        "credit note " + note.number() + " for " + note.invoice().number(),
                        note.issuedAt());
        Map<String, Long> amounts = new TreeMap<>();
        amounts.put("fee", note.feeMicros());
        amounts.put("tax", note.taxMicros());
        amounts.put("usage", note.usageMicros());
        Map<String, AccountId> sources =
                Map.of(
                        "fee", Accounts.subscriptions(currency),
                        "tax", Accounts.tax(currency),
                        "usage", Accounts.answers(currency));
        long owed = note.owedMicros();
        for (Map.Entry<String, Long> one : amounts.entrySet()) {
            AccountId source = Optional.ofNullable(sources.get(one.getKey())).orElseThrow();
            long toDue = Math.min(owed, one.getValue());
            postings.move(one.getKey() + "-due", source, Accounts.due(customer), toDue);
            postings.move(
                    one.getKey() + "-credit",
                    source,
                    Accounts.credit(customer),
                    one.getValue() - toDue);
            owed -= toDue;
        }
    }
}
