package io.kaiye.api;

import io.kaiye.gateway.Operation;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import io.kaiye.insight.Findings;
import java.util.List;

/** What somebody should look at. */
final class FindingsApi {
    private static final List<String> PARAMETERS = List.of("from", "to");

    private final Findings findings;

    FindingsApi(Findings findings) {
        this.findings = findings;
    }

    List<Operation> operations() {
        return List.of(
                Describe.list(
                        Describe.read(
                                "/api/findings",
                                "findings",
                                "Says what is sold at a loss, nearly used up, or waits for an"
                                        + " invoice.",
                                PARAMETERS,
                                this::list)));
    }

    private Response list(Request request) {
        Query query = Query.of(request, PARAMETERS);
        return Replies.list(findings.list(query.instant("from"), query.instant("to")));
    }
}
