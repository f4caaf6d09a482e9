package io.kaiye.api;

import io.kaiye.base.ErrorCode;
import io.kaiye.gateway.Operation;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.Subscription;
import io.kaiye.ledger.Subscriptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Who is on which plan. */
final class SubscriptionsApi {
    private static final List<String> BOUGHT = List.of("plan", "at");
    private static final List<String> CHANGED = List.of("at");

    private final Subscriptions subscriptions;
    private final InstantSource clock;

    SubscriptionsApi(Api.Makings makings) {
        this.subscriptions = makings.subscriptions();
        this.clock = makings.clock();
    }

    /** A change of a subscription from an instant on. */
    @FunctionalInterface
    private interface Change {
        Subscription of(CustomerId customer, Instant at);
    }

    List<Operation> operations() {
        return List.of(
                Describe.list(
                        Describe.read(
                                "/api/customers/{id}/subscription",
                                "subscription",
                                "Lists what happened to a customer's subscription, oldest first.",
                                List.of(),
                                request -> Replies.list(subscriptions.events(customer(request))),
                                ErrorCode.UNKNOWN_CUSTOMER)),
                Describe.change(
                        "/api/customers/{id}/subscribe",
                        "subscribe",
                        "Buys a plan for a customer, or moves to it who has one.",
                        this::subscribe,
                        ErrorCode.UNKNOWN_CUSTOMER,
                        ErrorCode.UNKNOWN_PLAN),
                change("pause", "No fee and no answers until it is resumed.", subscriptions::pause),
                change("resume", "Goes on after a pause.", subscriptions::resume),
                change("cancel", "Ends a subscription and its period.", subscriptions::cancel));
    }

    private Operation change(String what, String summary, Change change) {
        return Describe.change(
                "/api/customers/{id}/" + what,
                what,
                summary,
                request -> Replies.one(change.of(customer(request), at(Body.of(request, CHANGED)))),
                ErrorCode.UNKNOWN_CUSTOMER);
    }

    private Response subscribe(Request request) {
        Body body = Body.of(request, BOUGHT);
        return Replies.one(
                subscriptions.subscribe(customer(request), body.required("plan"), at(body)));
    }

    private Instant at(Body body) {
        return body.instant("at").orElseGet(clock::instant);
    }

    private static CustomerId customer(Request request) {
        return new CustomerId(request.pathValue("id"));
    }
}
