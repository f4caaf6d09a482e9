package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.http.Access;
import io.kaiye.http.JsonBody;
import io.kaiye.http.Request;
import io.kaiye.http.RequestObserver;
import io.kaiye.http.Response;
import io.kaiye.http.Route;
import io.kaiye.serve.Answer;
import io.kaiye.serve.Deadline;
import io.kaiye.serve.Feedback;
import io.kaiye.serve.Serving;
import io.kaiye.serve.ServingHealth;
import io.kaiye.serve.ServingMetrics;
import io.kaiye.serve.Usage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The routes of Kaiye's HTTP interface over one {@link Serving}. Safe for threads. */
public final class Gateway {
    /** Serving has its own, shorter limit. */
    private static final Duration NO_LIMIT_HERE = Duration.ofHours(1);

    /** Scores in one answer to /v1/classify, which are about 70 bytes each. */
    static final int SCORES_MAX = 262_144;

    private static final List<ErrorCode> BODY_ERRORS =
            List.of(
                    ErrorCode.INVALID_JSON,
                    ErrorCode.INVALID_ARGUMENT,
                    ErrorCode.TOO_LARGE,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    ErrorCode.SLOW_REQUEST);
    private static final List<ErrorCode> ANSWER_ERRORS =
            List.of(
                    ErrorCode.INVALID_JSON,
                    ErrorCode.INVALID_ARGUMENT,
                    ErrorCode.TOO_LARGE,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    ErrorCode.SLOW_REQUEST,
                    ErrorCode.UNKNOWN_MODEL,
                    ErrorCode.UNSUPPORTED_MODEL,
                    ErrorCode.OVERLOADED,
                    ErrorCode.TIMED_OUT,
                    ErrorCode.SHUTTING_DOWN);

    private final Serving serving;
    private final ServingMetrics metrics;
    private final InstantSource clock;
    private final List<Operation> operations;
    private final byte[] openApi;

    /**
     * @param version of Kaiye, for the OpenAPI document
     */
    public Gateway(Serving serving, ServingMetrics metrics, InstantSource clock, String version) {
        this.serving = serving;
        this.metrics = metrics;
        this.clock = clock;
        this.operations = describe();
        this.openApi = Json.bytes(OpenApi.document(operations, version));
    }

    /** Every route with its description. */
    public List<Operation> operations() {
        return operations;
    }

    /** The routes for the server. */
    public List<Route> routes() {
        return operations.stream().map(Operation::route).toList();
    }

    /** Counts every answer of the server. */
    public RequestObserver observer() {
        return metrics::answered;
    }

    private List<Operation> describe() {
        return List.of(
                post(
                        Route.post("/v1/classify", Access.TOKEN, this::classify),
                        "classify",
                        "Labels texts with calibrated confidence.",
                        Schemas.CLASSIFY_REQUEST,
                        Schemas.CLASSIFY_RESPONSE,
                        ANSWER_ERRORS),
                post(
                        Route.post("/v1/embeddings", Access.TOKEN, this::embeddings),
                        "embeddings",
                        "Turns texts into vectors, in OpenAI's shape.",
                        Schemas.EMBEDDINGS_REQUEST,
                        Schemas.EMBEDDINGS_RESPONSE,
                        ANSWER_ERRORS),
                post(
                        Route.post("/v1/feedback", Access.TOKEN, this::feedback),
                        "feedback",
                        "Keeps what somebody says about an answer.",
                        Schemas.FEEDBACK_REQUEST,
                        Schemas.FEEDBACK_RESPONSE,
                        withUnknownAnswer()),
                get(
                        Route.get("/v1/models", Access.TOKEN, request -> models()),
                        "models",
                        "Lists the models in service.",
                        Schemas.MODELS,
                        List.of()),
                get(
                        Route.get("/v1/models/{id}", Access.TOKEN, this::model),
                        "model",
                        "Describes one model, labels included.",
                        Schemas.MODEL,
                        List.of(ErrorCode.UNKNOWN_MODEL)),
                get(
                        Route.get("/health/live", Access.OPEN, request -> live()),
                        "live",
                        "Says that the process runs.",
                        Schemas.LIVE,
                        List.of()),
                get(
                        Route.get("/health/ready", Access.OPEN, request -> ready()),
                        "ready",
                        "Says whether calls can be answered.",
                        Schemas.READY,
                        List.of(ErrorCode.NOT_READY)),
                metricsOperation(),
                get(
                        Route.get("/openapi.json", Access.OPEN, request -> openApi()),
                        "openapi",
                        "Gives this document.",
                        Schemas.ANY_OBJECT,
                        List.of()));
    }

    private Operation metricsOperation() {
        Route route =
                Route.get(
                        "/metrics",
                        Access.TOKEN,
                        request ->
                                Response.text(200, ServingMetrics.CONTENT_TYPE, metrics.scrape()));
        return new Operation(
                route,
                "metrics",
                "Gives what was counted, for Prometheus.",
                null,
                "text/plain",
                null,
                List.of());
    }

    private static List<ErrorCode> withUnknownAnswer() {
        List<ErrorCode> codes = new ArrayList<>(BODY_ERRORS);
        codes.add(ErrorCode.UNKNOWN_ANSWER);
        return codes;
    }

    private static Operation post(
            Route route,
            String id,
            String summary,
            String request,
            String response,
            List<ErrorCode> errors) {
        return new Operation(route, id, summary, request, Response.JSON, response, errors);
    }

    private static Operation get(
            Route route, String id, String summary, String response, List<ErrorCode> errors) {
        return new Operation(route, id, summary, null, Response.JSON, response, errors);
    }

    private Response classify(Request request) {
        int textsMax = serving.limits().callTextsMax();
        ClassifyRequest wanted =
                JsonBody.read(request, parser -> ClassifyRequest.read(parser, textsMax));
        checkScores(known(wanted.model()), wanted);
        Answer answer = serving.classify(wanted.model(), wanted.input(), deadline(request));
        return signed(
                Documents.classification(answer, wanted.topK(), wanted.threshold()),
                answer.usage());
    }

    private Response embeddings(Request request) {
        int textsMax = serving.limits().callTextsMax();
        EmbeddingsRequest wanted =
                JsonBody.read(request, parser -> EmbeddingsRequest.read(parser, textsMax));
        Answer answer =
                serving.embed(
                        known(wanted.model()),
                        wanted.input(),
                        wanted.dimensions(),
                        deadline(request));
        Answer cut = wanted.dimensions() == 0 ? answer : shortened(answer, wanted.dimensions());
        return signed(Documents.embeddings(cut, wanted.base64()), answer.usage());
    }

    private Response feedback(Request request) {
        FeedbackRequest wanted = JsonBody.read(request, FeedbackRequest::read);
        serving.feedback(
                new Feedback(
                        wanted.answerId(),
                        wanted.index(),
                        wanted.label(),
                        wanted.correct(),
                        wanted.comment(),
                        clock.instant()));
        return Response.json(
                200,
                Documents.object(
                        json -> {
                            json.writeStringField("object", "feedback");
                            json.writeStringField("answer_id", wanted.answerId());
                            json.writeStringField("status", "stored");
                        }));
    }

    private Response models() {
        return Response.json(200, Documents.models(serving.models()));
    }

    private Response model(Request request) {
        return Response.json(200, Documents.model(serving.model(request.pathValue("id"))));
    }

    private static Response live() {
        return Response.json(
                200, Documents.object(json -> json.writeStringField("status", "live")));
    }

    private Response ready() {
        ServingHealth health = serving.health();
        if (!health.ready()) {
            throw new KaiyeException(
                    ErrorCode.NOT_READY, "Not ready: " + health.reason() + problems(health));
        }
        return Response.json(200, Documents.ready(health, serving.models().size()));
    }

    private static String problems(ServingHealth health) {
        StringBuilder text = new StringBuilder(".");
        for (ServingHealth.Problem problem : health.problems()) {
            text.append(' ').append(problem.model()).append(": ").append(problem.message());
        }
        return text.toString();
    }

    private Response openApi() {
        return Response.json(200, openApi);
    }

    private String known(String model) {
        if (model.isEmpty()) {
            List<String> names =
                    serving.models().stream().map(served -> served.name().name()).toList();
            throw Fields.missing(
                    "model",
                    names.isEmpty()
                            ? "and no model is served yet."
                            : "served are: " + String.join(", ", names) + ".");
        }
        return model;
    }

    private void checkScores(String name, ClassifyRequest wanted) {
        int each = Math.min(wanted.topK(), serving.model(name).labels().size());
        if ((long) each * wanted.input().size() > SCORES_MAX) {
            throw Fields.invalid(
                    "top_k",
                    "\"top_k\" is "
                            + wanted.topK()
                            + " for "
                            + wanted.input().size()
                            + " texts; one answer holds at most "
                            + SCORES_MAX
                            + " scores. Ask for "
                            + SCORES_MAX / wanted.input().size()
                            + " or fewer, or send fewer texts.");
        }
    }

    private static Answer shortened(Answer answer, int dimensions) {
        return new Answer(
                answer.usage(),
                answer.labels(),
                answer.rows().stream().map(row -> Vectors.shortened(row, dimensions)).toList());
    }

    private static Deadline deadline(Request request) {
        return new Deadline(NO_LIMIT_HERE, request::abandoned);
    }

    private static Response signed(byte[] body, Usage usage) {
        Response response =
                Response.json(200, body)
                        .with("x-kaiye-answer-id", usage.answerId())
                        .with("x-kaiye-model", usage.model() + "@" + usage.number())
                        .with("x-kaiye-route", usage.route())
                        .with("x-kaiye-cost-micros", Long.toString(usage.costMicros()));
        return usage.truncatedTexts() == 0
                ? response
                : response.with(
                        "x-kaiye-truncated-texts", Integer.toString(usage.truncatedTexts()));
    }
}
