package io.kaiye.api;

import io.kaiye.base.ErrorCode;
import io.kaiye.gateway.Operation;
import io.kaiye.http.Access;
import io.kaiye.http.Handler;
import io.kaiye.http.Response;
import io.kaiye.http.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Describes routes; all of them take and give JSON objects. */
final class Describe {
    private static final String OBJECT = "{\"type\":\"object\"}";
    private static final String LIST =
            """
            {"type":"object","required":["object","data"],"properties":{
             "object":{"const":"list"},"data":{"type":"array","items":{"type":"object"}}}}
            """;
    private static final List<ErrorCode> BODY_ERRORS =
            List.of(
                    ErrorCode.INVALID_ARGUMENT,
                    ErrorCode.INVALID_JSON,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    ErrorCode.TOO_LARGE,
                    ErrorCode.SLOW_REQUEST);

    private Describe() {}

    /** A route that the operator reads, and nobody else. */
    static Operation read(
            String path,
            String id,
            String summary,
            List<String> queries,
            Handler handler,
            ErrorCode... errors) {
        return get(Access.OPERATOR, path, id, summary, queries, handler, errors);
    }

    /** A route that customers read too, of their own. */
    static Operation readOwn(
            String path,
            String id,
            String summary,
            List<String> queries,
            Handler handler,
            ErrorCode... errors) {
        return get(Access.TOKEN, path, id, summary, queries, handler, errors);
    }

    private static Operation get(
            Access access,
            String path,
            String id,
            String summary,
            List<String> queries,
            Handler handler,
            ErrorCode... errors) {
        List<ErrorCode> codes = new ArrayList<>(Arrays.asList(errors));
        if (!queries.isEmpty()) {
            codes.add(ErrorCode.INVALID_ARGUMENT);
        }
        return new Operation(
                Route.get(path, access, handler),
                id,
                summary,
                null,
                Response.JSON,
                OBJECT,
                codes,
                queries);
    }

    /** The same route, which answers many of a kind. */
    static Operation list(Operation one) {
        return new Operation(
                one.route(),
                one.id(),
                one.summary(),
                one.request(),
                one.contentType(),
                LIST,
                one.errors(),
                one.queries());
    }

    /** A route by which the operator changes something. */
    static Operation change(
            String path, String id, String summary, Handler handler, ErrorCode... errors) {
        List<ErrorCode> codes = new ArrayList<>(BODY_ERRORS);
        codes.addAll(Arrays.asList(errors));
        return new Operation(
                Route.post(path, Access.OPERATOR, handler),
                id,
                summary,
                OBJECT,
                Response.JSON,
                OBJECT,
                codes,
                List.of());
    }
}
