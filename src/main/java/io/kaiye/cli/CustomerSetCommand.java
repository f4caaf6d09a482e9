package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.CustomerTerms;
import io.kaiye.ledger.Decimals;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes what the next invoices of a customer say. */
@Command(name = "set", description = "Change what the next invoices of a customer say.")
final class CustomerSetCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "CUSTOMER", description = "A customer's short name.")
    private String customer = "";

    @Option(names = "--name", paramLabel = "TEXT", description = "The full name.")
    private @Nullable String name;

    @Option(names = "--language", paramLabel = "LANGUAGE", description = "en or zh.")
    private @Nullable String language;

    @Option(
            names = "--address",
            paramLabel = "TEXT",
            description = "Lines, parted by line breaks or \\n.")
    private @Nullable String address;

    @Option(
            names = "--tax-id",
            paramLabel = "TEXT",
            description = "The customer's number at the tax office.")
    private @Nullable String taxId;

    @Option(names = "--tax", paramLabel = "PERCENT", description = "The rate of tax, such as 19%%.")
    private @Nullable String tax;

    CustomerSetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (Stream.of(name, language, address, taxId, tax).allMatch(CustomerSetCommand::isNull)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Say what to change: --name, --language, --address, --tax-id or --tax.");
        }
        CustomerTerms terms =
                session.workbench().customers().change(new CustomerId(customer), this::changed);
        return session.result(lines(customer, terms), terms);
    }

    private static boolean isNull(@Nullable String typed) {
        return typed == null;
    }

    private CustomerTerms changed(CustomerTerms now) {
        return new CustomerTerms(
                name == null ? now.name() : name,
                language == null ? now.language() : language,
                address == null ? now.address() : address.replace("\\n", "\n"),
                taxId == null ? now.taxId() : taxId,
                tax == null ? now.taxMillionths() : Amounts.millionths("--tax", tax));
    }

    static List<String> lines(String customer, CustomerTerms terms) {
        return Stream.of(
                        customer
                                + ": "
                                + terms.name()
                                + ", "
                                + terms.language()
                                + ", tax "
                                + Decimals.percent(terms.taxMillionths())
                                + (terms.taxId().isEmpty() ? "" : ", tax id " + terms.taxId()),
                        terms.address())
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
