package io.kaiye.cli;

import io.kaiye.base.Ids;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.Decimals;
import io.kaiye.ledger.Payment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes money in. */
@Command(name = "pay", description = "Take in a customer's payment, as credit or for an invoice.")
final class CustomerPayCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "CUSTOMER", description = "A customer's short name.")
    private String customer = "";

    @Parameters(
            index = "1",
            paramLabel = "AMOUNT",
            description = "In the customer's currency, such as 29.00.")
    private String amount = "";

    @Option(
            names = "--invoice",
            paramLabel = "NUMBER",
            description = "What is paid. Without it: credit for what comes.")
    private @Nullable String invoice;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description =
                    "Of the payment, such as the bank's: the same one again is the same payment."
                            + " Without it: a new one.")
    private @Nullable String id;

    CustomerPayCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Payment payment =
                session.workbench()
                        .invoices()
                        .pay(
                                id == null ? Ids.random("pay_").get() : id,
                                new CustomerId(customer),
                                Amounts.micros("AMOUNT", amount),
                                Optional.ofNullable(invoice));
        String what =
                payment.invoice().map(number -> " for invoice " + number).orElse(" as credit");
        return session.result(
                List.of(
                        "Payment "
                                + payment.id()
                                + ": "
                                + Decimals.amount(payment.amountMicros())
                                + " of "
                                + customer
                                + what),
                payment);
    }
}
