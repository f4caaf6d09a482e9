package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.http.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route and what the OpenAPI document says about it.
 *
 * @param id unique name of the operation
 * @param request JSON schema of the body; null if it takes none
 * @param contentType of the answer
 * @param response JSON schema of the answer; null where it is not JSON
 * @param errors codes it may answer with, beside those of every route
 * @param queries names of what may stand after the question mark
 */
public record Operation(
        Route route,
        String id,
        String summary,
        @Nullable String request,
        String contentType,
        @Nullable String response,
        List<ErrorCode> errors,
        List<String> queries) {

    public Operation {
        errors = List.copyOf(errors);
        queries = List.copyOf(queries);
    }

    /** Nothing stands after the question mark. */
    public Operation(
            Route route,
            String id,
            String summary,
            @Nullable String request,
            String contentType,
            @Nullable String response,
            List<ErrorCode> errors) {
        this(route, id, summary, request, contentType, response, errors, List.of());
    }
}
