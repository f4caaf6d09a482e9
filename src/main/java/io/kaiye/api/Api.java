package io.kaiye.api;

import io.kaiye.gateway.Operation;
import io.kaiye.insight.Findings;
import io.kaiye.ledger.CustomerFunds;
import io.kaiye.ledger.Customers;
import io.kaiye.ledger.Invoices;
import io.kaiye.ledger.Keys;
import io.kaiye.ledger.Plans;
import io.kaiye.ledger.Quotas;
import io.kaiye.ledger.Subscriptions;
import io.kaiye.ledger.UsageReport;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every route under {@code /api}. Safe for threads. */
public final class Api {
    private final List<Operation> operations;

    /**
     * What the routes read and change.
     *
     * @param ids for what the caller gives no id of its own
     */
    public record Makings(
            Customers customers,
            CustomerFunds funds,
            Keys keys,
            Plans plans,
            Subscriptions subscriptions,
            Invoices invoices,
            Quotas quotas,
            UsageReport usage,
            Findings findings,
            InstantSource clock,
            Supplier<String> ids) {}

    public Api(Makings makings) {
        operations =
                Stream.of(
                                new CustomersApi(makings).operations(),
                                new KeysApi(makings.keys()).operations(),
                                new PlansApi(makings.plans()).operations(),
                                new SubscriptionsApi(makings).operations(),
                                new InvoicesApi(makings).operations(),
                                new UsageApi(makings.usage()).operations(),
                                new FindingsApi(makings.findings()).operations())
                        .flatMap(List::stream)
                        .toList();
    }

    /** Every route with its description. */
    public List<Operation> operations() {
        return operations;
    }
}
