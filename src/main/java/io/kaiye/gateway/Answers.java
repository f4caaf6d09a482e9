package io.kaiye.gateway;

import io.kaiye.http.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes whole answers: settles the call, then signs what leaves. */
final class Answers {
    static final String ANSWER_ID = "x-kaiye-answer-id";
    static final String MODEL = "x-kaiye-model";
    static final String ROUTE = "x-kaiye-route";
    static final String COST = "x-kaiye-cost-micros";
    static final String PRICE = "x-kaiye-price-micros";

    private Answers() {}

    /** Posts what was used, then gives the response. */
    static Response settled(OpenCall call, Spent spent, Utf8 body, Map<String, String> more) {
        return settled(call, spent, body, more, Response.JSON);
    }

    /** The same for a body of another type. */
    static Response settled(
            OpenCall call, Spent spent, Utf8 body, Map<String, String> more, String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ANSWER_ID, call.answerId());
        headers.put(MODEL, spent.servedBy());
        headers.put(ROUTE, spent.route());
        if (call.asked().caller().isOperator()) { // what it cost us is no customer's business
            headers.put(COST, Long.toString(spent.ownCostMicros() + call.upstreamMicros()));
        }
        headers.putAll(more);
        Optional<KeptAnswer> kept =
                call.asked()
                        .idempotency()
                        .map(key -> new KeptAnswer(200, type, headers, body.toString()));
        Receipt receipt = call.settle(spent, kept);
        headers.put(PRICE, Long.toString(receipt.priceMicros()));
        return with(Response.of(200, type, body.bytes()), headers);
    }

    static Response with(Response response, Map<String, String> headers) {
        return response.with(headers);
    }
}
