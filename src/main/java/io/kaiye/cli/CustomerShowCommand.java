package io.kaiye.cli;

import io.kaiye.ledger.CustomerFunds;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.CustomerTerms;
import io.kaiye.ledger.Decimals;
import io.kaiye.ledger.Subscription;
import io.kaiye.ledger.SubscriptionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** All that is known of a customer. */
@Command(name = "show", description = "Show a customer's terms, plan and balances.")
final class CustomerShowCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "CUSTOMER", description = "A customer's short name.")
    private String customer = "";

    CustomerShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CustomerId id = new CustomerId(customer);
        Workbench rooms = session.workbench();
        CustomerTerms terms = rooms.customers().terms(id);
        List<SubscriptionEvent> events = rooms.subscriptions().events(id);
        Optional<Subscription> now = rooms.subscriptions().at(id, Instant.now());
        String currency = rooms.customers().require(id).currency();
        CustomerFunds.Funds funds = rooms.funds().of(id);
        List<String> lines = new ArrayList<>(CustomerSetCommand.lines(customer, terms));
        lines.add(
                now.map(SubscriptionCommands::line)
                        .orElse("No plan now. Buy one:  kaiye customer subscribe " + id + " PLAN"));
        lines.add(
                "Credit "
                        + Decimals.amount(funds.creditMicros())
                        + " "
                        + currency
                        + ", owes "
                        + Decimals.amount(funds.dueMicros())
                        + " "
                        + currency);
        if (!events.isEmpty()) {
            Table table = new Table("from", "what", "plan");
            events.forEach(
                    event ->
                            table.row(
                                    event.at(),
                                    event.kind().name().toLowerCase(Locale.ROOT),
                                    event.plan().map(PlanCommands::reference).orElse("")));
            lines.addAll(table.lines());
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("customer", id);
        document.put("terms", terms);
        document.put("subscription", now);
        document.put("creditMicros", funds.creditMicros());
        document.put("dueMicros", funds.dueMicros());
        document.put("events", events);
        return session.result(lines, document);
    }
}
