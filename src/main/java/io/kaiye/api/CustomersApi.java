package io.kaiye.api;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.Operation;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import io.kaiye.ledger.CustomerFunds;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.Customers;
import io.kaiye.ledger.Quotas;
import io.kaiye.ledger.Subscription;
import io.kaiye.ledger.Subscriptions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who buys answers: what they are, have, owe and may still use. */
final class CustomersApi {
    private static final List<String> FIELDS = List.of("id", "name", "currency", "language");

    private final Customers customers;
    private final CustomerFunds funds;
    private final Subscriptions subscriptions;
    private final Quotas quotas;
    private final InstantSource clock;

    CustomersApi(Api.Makings makings) {
        this.customers = makings.customers();
        this.funds = makings.funds();
        this.subscriptions = makings.subscriptions();
        this.quotas = makings.quotas();
        this.clock = makings.clock();
    }

    List<Operation> operations() {
        return List.of(
                Describe.list(
                        Describe.read(
                                "/api/customers",
                                "customers",
                                "Lists every customer.",
                                List.of(),
                                request -> Replies.list(customers.list()))),
                Describe.change(
                        "/api/customers",
                        "addCustomer",
                        "Adds a customer.",
                        this::add,
                        ErrorCode.ALREADY_EXISTS),
                Describe.readOwn(
                        "/api/customers/{id}",
                        "customer",
                        "Shows a customer's plan, balance and what is left of its quotas.",
                        List.of(),
                        this::show,
                        ErrorCode.UNKNOWN_CUSTOMER));
    }

    private Response add(Request request) {
        Body body = Body.of(request, FIELDS);
        String id = body.required("id");
        return Replies.one(
                customers.add(
                        new CustomerId(id),
                        body.text("name").orElse(id),
                        body.text("currency").orElse("USD"),
                        body.text("language").orElse("en")));
    }

    private Response show(Request request) {
        CustomerId id = id(request);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("customer", customers.require(id));
        document.put("terms", customers.terms(id));
        CustomerFunds.Funds mine = funds.of(id);
        document.put("creditMicros", mine.creditMicros());
        document.put("dueMicros", mine.dueMicros());
        document.put("subscription", subscriptions.at(id, clock.instant()).map(this::subscription));
        document.put("quotas", quotas.of(id));
        return Replies.one(document);
    }

    /** Without the prices: a plan says what publishers get, which is not the customer's. */
    private Map<String, Object> subscription(Subscription one) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("plan", one.plan().id() + "@" + one.plan().number());
        document.put("state", one.state());
        document.put("from", one.from());
        document.put("to", one.to());
        return document;
    }

    private static CustomerId id(Request request) {
        String named = request.pathValue("id");
        Optional<CustomerId> own = Owner.of(request);
        if (own.isPresent() && !own.get().value().equals(named)) {
            throw unknown();
        }
        return own.orElseGet(() -> new CustomerId(named));
    }

    private static KaiyeException unknown() {
        return new KaiyeException(
                ErrorCode.UNKNOWN_CUSTOMER,
                "There is no such customer, or this key may not read it. The operator sees all at"
                        + " /api/customers.");
    }
}
