package io.kaiye.api;

import io.kaiye.base.Json;
import io.kaiye.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers as JSON, with the fields that the command line's {@code --json} has. */
final class Replies {
    private Replies() {}

    static Response one(Object document) {
        return Response.json(200, Json.bytes(document));
    }

    /** Many of a kind, in OpenAI's manner. */
    static Response list(List<?> data) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("object", "list");
        document.put("data", data);
        return one(document);
    }
}
