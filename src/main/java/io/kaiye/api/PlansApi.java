package io.kaiye.api;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.Operation;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import io.kaiye.ledger.Plans;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What can be bought. */
final class PlansApi {
    private static final Set<String> YAML =
            Set.of("application/yaml", "application/x-yaml", "application/json");

    private final Plans plans;

    PlansApi(Plans plans) {
        this.plans = plans;
    }

    List<Operation> operations() {
        return List.of(
                Describe.list(
                        Describe.read(
                                "/api/plans",
                                "plans",
                                "Lists the newest version of every plan.",
                                List.of(),
                                request -> Replies.list(plans.list()))),
                Describe.list(
                        Describe.change(
                                "/api/plans",
                                "applyPlans",
                                "Takes over plans in YAML, all or none; the body is the file.",
                                this::apply,
                                ErrorCode.INVALID_FILE)),
                Describe.read(
                        "/api/plans/{reference}",
                        "plan",
                        "Shows a version of a plan, such as starter or starter@2.",
                        List.of(),
                        request -> Replies.one(plans.require(request.pathValue("reference"))),
                        ErrorCode.UNKNOWN_PLAN));
    }

    private Response apply(Request request) {
        String type = request.header("content-type").orElse("").split(";", -1)[0].strip();
        if (!YAML.contains(type.toLowerCase(Locale.ROOT))) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The content type is "
                            + (type.isEmpty() ? "missing" : "\"" + type + "\"")
                            + "; send the plans with the header content-type: application/yaml.");
        }
        return Replies.list(plans.apply(new String(request.body(), StandardCharsets.UTF_8)));
    }
}
