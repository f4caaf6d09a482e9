package io.kaiye.api;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.Operation;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import io.kaiye.ledger.UsageReport;
import io.kaiye.ledger.UsageReport.By;
import io.kaiye.ledger.UsageReport.Filter;
import io.kaiye.ledger.UsageSum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was used and paid, and for the operator what it cost and left. */
final class UsageApi {
    private static final List<String> PARAMETERS = List.of("by", "customer", "from", "to");
    private static final List<By> ALL = List.of(By.values());

    /** A route says how we answer, which is not a customer's. */
    private static final List<By> OWN = List.of(By.DAY, By.KEY, By.MODEL, By.ENDPOINT, By.PLAN);

    private final UsageReport usage;

    UsageApi(UsageReport usage) {
        this.usage = usage;
    }

    List<Operation> operations() {
        return List.of(
                Describe.readOwn(
                        "/api/usage",
                        "usage",
                        "Sums calls, units and prices by customer, key, model, route, day, plan or"
                                + " endpoint.",
                        PARAMETERS,
                        this::used,
                        ErrorCode.UNKNOWN_CUSTOMER),
                Describe.read(
                        "/api/margin",
                        "margin",
                        "The same with costs and what is left of the price.",
                        PARAMETERS,
                        this::margin,
                        ErrorCode.UNKNOWN_CUSTOMER));
    }

    private Response used(Request request) {
        boolean operator = request.caller().isOperator();
        Query query = Query.of(request, PARAMETERS);
        By by = by(query, operator ? ALL : OWN);
        List<UsageSum> rows = rows(request, query, by);
        return document(by, rows.stream().map(UsageApi::used).toList(), totals(rows));
    }

    private static List<?> totals(List<UsageSum> rows) {
        return UsageReport.totals(rows).stream().map(UsageApi::used).toList();
    }

    private Response margin(Request request) {
        Query query = Query.of(request, PARAMETERS);
        By by = by(query, ALL);
        List<UsageSum> rows = rows(request, query, by);
        return document(by, rows, UsageReport.totals(rows));
    }

    private List<UsageSum> rows(Request request, Query query, By by) {
        return usage.sums(
                by,
                new Filter(
                        Owner.asked(request, query.text("customer")),
                        query.instant("from"),
                        query.instant("to")));
    }

    private static Response document(By by, List<?> rows, List<?> totals) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("by", word(by));
        document.put("rows", rows);
        document.put("totals", totals);
        return Replies.one(document);
    }

    /** Nothing of costs, publishers and margins. */
    private static Map<String, Object> used(UsageSum sum) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("group", sum.group());
        document.put("currency", sum.currency());
        document.put("calls", sum.calls());
        document.put("answers", sum.answers());
        document.put("inputTokens", sum.inputTokens());
        document.put("cachedInputTokens", sum.cachedInputTokens());
        document.put("outputTokens", sum.outputTokens());
        document.put("priceMicros", sum.priceMicros());
        return document;
    }

    private static By by(Query query, List<By> accepted) {
        String typed = query.text("by").orElse(word(accepted.getFirst()));
        return accepted.stream()
                .filter(one -> word(one).equals(typed))
                .findFirst()
                .orElseThrow(
                        () ->
                                KaiyeException.ofParameter(
                                        ErrorCode.INVALID_ARGUMENT,
                                        "by",
                                        "\"by\" is \""
                                                + typed
                                                + "\"; accepted are "
                                                + String.join(", ", words(accepted))
                                                + "."));
    }

    private static List<String> words(List<By> all) {
        return all.stream().map(UsageApi::word).toList();
    }

    private static String word(By by) {
        return by.name().toLowerCase(Locale.ROOT);
    }
}
