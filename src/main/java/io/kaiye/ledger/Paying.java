package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes a payment in and posts it. */
final class Paying {
    private static final Pattern ID = Pattern.compile("[!-~]{1,100}");
    private static final String FROM_CREDIT = "from-credit/";

    private Paying() {}

    static Payment pay(
            Sql sql,
            String id,
            CustomerId customer,
            long amountMicros,
            Optional<String> invoice,
            Instant now) {
        if (!ID.matcher(id).matches() || id.startsWith(FROM_CREDIT)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\""
                            + id
                            + "\" is no id of a payment; accepted are 1 to 100 printable ASCII"
                            + " characters without a space, not beginning with "
                            + FROM_CREDIT
                            + ".");
        }
        String currency = Customers.require(sql, customer).currency();
        Optional<Payment> before = InvoiceRows.payment(sql, id);
        if (before.isPresent()) {
            return requireSame(before.get(), customer, amountMicros, invoice);
        }
        long open = invoice.map(number -> open(sql, number, customer)).orElse(Long.MAX_VALUE);
        requireAmount(amountMicros, open, currency);
        long left = open - amountMicros;
        long rest = invoice.isPresent() && Coins.round(left, currency) == 0 ? left : 0;
        Payment payment = new Payment(id, customer, invoice, amountMicros, rest, now);
        InvoiceRows.add(sql, payment);
        Accounts.of(customer, currency).forEach(account -> Ledger.open(sql, account));
        post(sql, payment, currency);
        return payment;
    }

    /** Pays what is open of an invoice from credit, as far as that goes; the sum that it paid. */
    static long fromCredit(Sql sql, String invoice, Instant now) {
        InvoiceStanding standing = InvoiceRows.require(sql, invoice);
        CustomerId customer = standing.invoice().customer();
        AccountId credit = Accounts.credit(customer);
        long there = AccountRows.require(sql, credit).availableMicros();
        long drawn = Math.clamp(standing.openMicros(), 0, Math.max(0, there));
        if (drawn > 0) {
            long number = InvoiceRows.payments(sql, invoice) + 1;
            String id = FROM_CREDIT + invoice + "/" + number;
            InvoiceRows.add(sql, new Payment(id, customer, Optional.of(invoice), drawn, 0, now));
            new Postings(sql, "payment/" + id, "payment of " + invoice + " from credit", now)
                    .move("amount", credit, Accounts.due(customer), drawn);
        }
        return drawn;
    }

    private static Payment requireSame(
            Payment payment, CustomerId customer, long amountMicros, Optional<String> invoice) {
        if (payment.customer().equals(customer)
                && payment.amountMicros() == amountMicros
                && payment.invoice().equals(invoice)) {
            return payment;
        }
        throw new KaiyeException(
                ErrorCode.ALREADY_EXISTS,
                "The payment "
                        + payment.id()
                        + " is there already: "
                        + Decimals.amount(payment.amountMicros())
                        + " of "
                        + payment.customer()
                        + payment.invoice().map(number -> " for " + number).orElse(" as credit")
                        + ". Choose another id.");
    }

    private static long open(Sql sql, String number, CustomerId customer) {
        InvoiceStanding standing = InvoiceRows.require(sql, number);
        if (!standing.invoice().customer().equals(customer)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The invoice "
                            + number
                            + " is not of "
                            + customer
                            + ". List theirs: kaiye invoice list "
                            + customer);
        }
        return standing.openMicros();
    }

    private static void requireAmount(long amount, long open, String currency) {
        long most =
                open == Long.MAX_VALUE
                        ? Decimals.AMOUNT_MICROS_MAX
                        : Math.max(open, Coins.round(open, currency));
        if (amount <= 0 || amount > most) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The amount is "
                            + Decimals.amount(amount)
                            + " "
                            + currency
                            + "; accepted is more than 0 and at most "
                            + Decimals.amount(most)
                            + (open == Long.MAX_VALUE
                                    ? "."
                                    : ", which is open. Without --invoice it is taken as credit."));
        }
    }

    private static void post(Sql sql, Payment payment, String currency) {
        Postings postings =
                new Postings(
                        sql, "payment/" + payment.id(), "payment " + payment.id(), payment.at());
        AccountId due = Accounts.due(payment.customer());
        AccountId rounding = Accounts.rounding(currency);
        AccountId to = payment.invoice().isPresent() ? due : Accounts.credit(payment.customer());
        postings.move("amount", Accounts.cash(currency), to, payment.amountMicros());
        postings.move("rest", rounding, due, Math.max(0, payment.restMicros()));
        postings.move("rest", due, rounding, Math.max(0, -payment.restMicros()));
    }
}
