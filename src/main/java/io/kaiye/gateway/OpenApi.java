package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.http.Access;
import io.kaiye.http.ErrorResponses;
import io.kaiye.http.IdempotencyKey;
import io.kaiye.http.Method;
import io.kaiye.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the OpenAPI 3.1 document from the operations that the server routes. */
final class OpenApi {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)\\}");

    /** What any route may answer before its handler is reached, or when that breaks. */
    private static final List<ErrorCode> EVERYWHERE =
            List.of(ErrorCode.FORBIDDEN, ErrorCode.INTERNAL);

    /** What a route may answer that looks something up in the home. */
    private static final List<ErrorCode> READING =
            List.of(ErrorCode.CORRUPT_FILE, ErrorCode.DATABASE_UNREACHABLE);

    /** What a route may answer, beside those, that keeps something there. */
    private static final List<ErrorCode> WRITING =
            List.of(
                    ErrorCode.DISK_FULL,
                    ErrorCode.NOT_WRITABLE,
                    ErrorCode.HOME_BUSY,
                    ErrorCode.OUTCOME_UNKNOWN,
                    ErrorCode.OVERLOADED);

    private OpenApi() {}

    static ObjectNode document(List<Operation> operations, String version) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("openapi", "3.1.0");
        root.putObject("info")
                .put("title", "Kaiye")
                .put("version", version)
                .put(
                        "description",
                        "Classifies and embeds text with your own models, in OpenAI's manner.");
        ObjectNode paths = root.putObject("paths");
        for (Operation operation : operations) {
            Route route = operation.route();
            ObjectNode path = paths.withObjectProperty(route.path());
            path.set(route.method().name().toLowerCase(Locale.ROOT), describe(operation));
        }
        ObjectNode components = root.putObject("components");
        components.putObject("schemas").set("Error", parse(Schemas.ERROR));
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A customer's key, or the operator's token.");
        components
                .withObjectProperty("securitySchemes")
                .putObject("operator")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "The operator's token.");
        return root;
    }

    private static ObjectNode describe(Operation operation) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("operationId", operation.id());
        node.put("summary", operation.summary());
        switch (operation.route().access()) {
            case TOKEN -> {
                node.putArray("security").addObject().putArray("token");
                node.withArrayProperty("security").addObject();
            }
            case OPERATOR -> {
                node.putArray("security").addObject().putArray("operator");
                node.withArrayProperty("security").addObject();
            }
            case OPEN -> {}
        }
        parameters(operation, node);
        String request = operation.request();
        if (request != null) {
            ObjectNode body = node.putObject("requestBody").put("required", true);
            body.putObject("content").putObject("application/json").set("schema", parse(request));
        }
        ObjectNode responses = node.putObject("responses");
        ObjectNode good = responses.putObject("200").put("description", "Done.");
        String schema = operation.response();
        ObjectNode content = good.putObject("content").putObject(operation.contentType());
        content.set("schema", parse(schema == null ? "{\"type\":\"string\"}" : schema));
        errors(operation).forEach((status, codes) -> error(responses, status, codes));
        return node;
    }

    private static void parameters(Operation operation, ObjectNode node) {
        Matcher placeholder = PLACEHOLDER.matcher(operation.route().path());
        while (placeholder.find()) {
            node.withArrayProperty("parameters")
                    .addObject()
                    .put("name", placeholder.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        if (operation.errors().contains(ErrorCode.ALREADY_EXISTS)) {
            node.withArrayProperty("parameters")
                    .addObject()
                    .put("name", "idempotency-key")
                    .put("in", "header")
                    .put("required", false)
                    .putObject("schema")
                    .put("type", "string")
                    .put("maxLength", IdempotencyKey.CHARACTERS_MAX);
        }
        for (String name : operation.queries()) {
            node.withArrayProperty("parameters")
                    .addObject()
                    .put("name", name)
                    .put("in", "query")
                    .put("required", false)
                    .putObject("schema")
                    .put("type", "string");
        }
    }

    private static Map<Integer, Set<String>> errors(Operation operation) {
        List<ErrorCode> codes = new ArrayList<>(operation.errors());
        codes.addAll(EVERYWHERE);
        if (operation.route().access() != Access.OPEN) {
            codes.add(ErrorCode.UNAUTHORIZED);
            codes.addAll(READING);
        }
        if (operation.route().method() == Method.POST) {
            codes.addAll(WRITING);
        }
        Map<Integer, Set<String>> byStatus = new TreeMap<>();
        for (ErrorCode code : codes) {
            byStatus.computeIfAbsent(code.httpStatus(), any -> new TreeSet<>())
                    .add(ErrorResponses.name(code));
        }
        return byStatus;
    }

    private static void error(ObjectNode responses, int status, Set<String> codes) {
        responses
                .putObject(Integer.toString(status))
                .put("description", "Failed: " + String.join(", ", codes))
                .putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Error");
    }

    private static JsonNode parse(String schema) {
        try {
            return Json.mapper().readTree(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema is not JSON: " + schema, e);
        }
    }
}
