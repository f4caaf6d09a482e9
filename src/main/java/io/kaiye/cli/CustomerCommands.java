package io.kaiye.cli;

import io.kaiye.ledger.Customer;
import io.kaiye.ledger.CustomerId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands over customers. */
final class CustomerCommands {
    private CustomerCommands() {}

    static CommandLine all(Session session) {
        return new CommandLine(new All())
                .addSubcommand("add", new Add(session))
                .addSubcommand("list", new ListAll(session))
                .addSubcommand("show", new CustomerShowCommand(session))
                .addSubcommand("set", new CustomerSetCommand(session))
                .addSubcommand("subscribe", new SubscriptionCommands.Subscribe(session))
                .addSubcommand("pause", new SubscriptionCommands.Pause(session))
                .addSubcommand("resume", new SubscriptionCommands.Resume(session))
                .addSubcommand("cancel", new SubscriptionCommands.Cancel(session))
                .addSubcommand("pay", new CustomerPayCommand(session));
    }

    /** The group. */
    @Command(name = "customer", description = "Those who buy answers: terms, plans, payments.")
    private static final class All extends Group {}

    /** Adds one. */
    @Command(name = "add", description = "Add a customer.")
    private static final class Add implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "CUSTOMER", description = "A short name, such as acme.")
        private String id = "";

        @Option(
                names = "--name",
                paramLabel = "TEXT",
                description = "The full name, for invoices. Default: the short name.")
        private @Nullable String name;

        @Option(
                names = "--currency",
                paramLabel = "CODE",
                defaultValue = "USD",
                description =
                        "Of all that the customer pays, such as CNY. Default: ${DEFAULT-VALUE}.")
        private String currency = "";

        @Option(
                names = "--language",
                paramLabel = "LANGUAGE",
                defaultValue = "en",
                description =
                        "Of what is written to the customer, en or zh. Default: ${DEFAULT-VALUE}.")
        private String language = "";

        Add(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Customer added =
                    session.workbench()
                            .customers()
                            .add(new CustomerId(id), name == null ? id : name, currency, language);
            return session.result(
                    List.of(
                            added.id() + ": " + added.name() + ", " + added.currency(),
                            "Make a key:  kaiye key create " + added.id()),
                    added);
        }
    }

    /** One line each. */
    @Command(name = "list", description = "List every customer.")
    private static final class ListAll implements Callable<Integer> {
        private final Session session;

        ListAll(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            List<Customer> customers = session.workbench().customers().list();
            Table table = new Table("customer", "name", "currency", "language", "since");
            customers.forEach(
                    one ->
                            table.row(
                                    one.id(),
                                    one.name(),
                                    one.currency(),
                                    one.language(),
                                    one.createdAt().toString().substring(0, 10)));
            List<String> none =
                    List.of(
                            "No customers yet. Add one:  kaiye customer add acme --name \"Acme"
                                    + " Ltd\"");
            return session.result(
                    customers.isEmpty() ? none : new ArrayList<>(table.lines()), customers);
        }
    }
}
