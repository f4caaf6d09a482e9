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
import io.kaiye.serve.Feedback;
import io.kaiye.serve.Serving;
import io.kaiye.serve.ServingHealth;
import io.kaiye.serve.ServingMetrics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The routes of Kaiye's HTTP interface over one {@link Serving} and its upstreams. Safe for
 * threads.
 */
public final class Gateway {
    private static final String OPEN_API = "/openapi.json";
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
                    ErrorCode.SHUTTING_DOWN,
                    ErrorCode.ALREADY_EXISTS,
                    ErrorCode.NO_CREDIT,
                    ErrorCode.QUOTA_REACHED,
                    ErrorCode.RATE_LIMITED,
                    ErrorCode.DISK_FULL);

    private final Serving serving;
    private final Upstreams upstreams;
    private final ModelNames names;
    private final LocalRoutes local;
    private final EmbeddingsRoute embeddings;
    private final ChatRoute chat;
    private final CascadeRoute cascade;
    private final ServingMetrics metrics;
    private final InstantSource clock;
    private final String version;
    private final CascadeRoutes routes;
    private final List<Operation> operations;
    private final byte[] openApi;

    public Gateway(GatewaySetup setup) {
        this(setup, Pause.real());
    }

    Gateway(GatewaySetup setup, Pause pause) {
        this.serving = setup.serving();
        this.upstreams = setup.upstreams();
        this.metrics = setup.metrics();
        this.clock = setup.clock();
        this.routes = setup.cascades().routes();
        this.names = new ModelNames(serving, upstreams, setup.cascades().routes());
        Door door = new Door(setup.books(), setup.answerIds(), clock);
        Tries tries = new Tries(upstreams, setup.random(), pause);
        TokenCounter counter = new TokenCounter();
        this.local = new LocalRoutes(door, names, serving);
        this.embeddings = new EmbeddingsRoute(door, upstreams, tries, counter, local);
        this.chat = new ChatRoute(door, names, upstreams, tries, counter);
        UpstreamAsker asker =
                new UpstreamAsker(
                        upstreams, tries, counter, setup.books(), setup.answerIds(), clock);
        this.cascade = new CascadeRoute(setup, door, chat, asker, counter);
        this.version = setup.version();
        this.operations = describe();
        this.openApi = Json.bytes(OpenApi.document(operations, setup.version()));
    }

    /** Every route with its description. */
    public List<Operation> operations() {
        return operations;
    }

    /** The routes for the server. */
    public List<Route> routes() {
        return operations.stream().map(Operation::route).toList();
    }

    /** The same and others, which the OpenAPI document describes too. */
    public List<Route> routesWith(List<Operation> others) {
        List<Operation> all = new ArrayList<>(operations);
        all.addAll(others);
        byte[] document = Json.bytes(OpenApi.document(all, version));
        return all.stream()
                .map(Operation::route)
                .map(
                        route ->
                                route.path().equals(OPEN_API)
                                        ? Route.get(
                                                OPEN_API,
                                                Access.OPEN,
                                                request -> Response.json(200, document))
                                        : route)
                .toList();
    }

    /** Counts every answer of the server. */
    public RequestObserver observer() {
        return metrics::answered;
    }

    private List<Operation> describe() {
        List<Operation> all = new ArrayList<>(answers());
        all.addAll(facts());
        return List.copyOf(all);
    }

    /** What works for the caller. */
    private List<Operation> answers() {
        return List.of(
                post(
                        Route.post("/v1/chat/completions", Access.TOKEN, this::chat),
                        "chat",
                        "Answers a conversation, whole or as a stream, in OpenAI's shape.",
                        Schemas.CHAT_REQUEST,
                        Schemas.CHAT_RESPONSE,
                        withUpstreamErrors()),
                post(
                        Route.post("/v1/classify", Access.TOKEN, this::classify),
                        "classify",
                        "Labels texts with calibrated confidence.",
                        Schemas.CLASSIFY_REQUEST,
                        Schemas.CLASSIFY_RESPONSE,
                        withUpstreamErrors()),
                post(
                        Route.post("/v1/embeddings", Access.TOKEN, embeddings::answer),
                        "embeddings",
                        "Turns texts into vectors, in OpenAI's shape.",
                        Schemas.EMBEDDINGS_REQUEST,
                        Schemas.EMBEDDINGS_RESPONSE,
                        withUpstreamErrors()),
                post(
                        Route.post("/v1/feedback", Access.TOKEN, this::feedback),
                        "feedback",
                        "Keeps what somebody says about an answer.",
                        Schemas.FEEDBACK_REQUEST,
                        Schemas.FEEDBACK_RESPONSE,
                        withUnknownAnswer()));
    }

    /** What tells about the server. */
    private List<Operation> facts() {
        return List.of(
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
                        Route.get(OPEN_API, Access.OPEN, request -> openApi()),
                        "openapi",
                        "Gives this document.",
                        Schemas.ANY_OBJECT,
                        List.of()));
    }

    private Operation metricsOperation() {
        Route route =
                Route.get(
                        "/metrics",
                        Access.OPERATOR,
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

    private static List<ErrorCode> withUpstreamErrors() {
        List<ErrorCode> codes = new ArrayList<>(ANSWER_ERRORS);
        codes.add(ErrorCode.UPSTREAM_FAILED);
        codes.add(ErrorCode.UPSTREAM_TIMED_OUT);
        return codes;
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

    private Response chat(Request request) {
        ChatRequest wanted = ChatRoute.read(request);
        return cascade.has(wanted.model())
                ? cascade.chat(request, wanted)
                : chat.answer(request, wanted);
    }

    private Response classify(Request request) {
        ClassifyRequest wanted = local.read(request);
        return cascade.has(wanted.model())
                ? cascade.classify(request, wanted)
                : local.classify(request, wanted);
    }

    private Response feedback(Request request) {
        FeedbackRequest wanted = JsonBody.read(request, FeedbackRequest::read);
        serving.feedback(
                new Feedback(
                        wanted.answerId(),
                        request.caller().customer(),
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
        return Response.json(
                200, Documents.models(serving.models(), upstreams.config().models(), routes.all()));
    }

    private Response model(Request request) {
        String id = request.pathValue("id");
        Optional<RouteConfig> route = names.route(id);
        if (route.isPresent()) {
            return Response.json(200, Documents.model(route.get()));
        }
        if (names.isLocal(id)) {
            return Response.json(200, Documents.model(serving.model(id)));
        }
        UpstreamModel model = upstreams.model(id).orElseThrow(() -> names.unknown(id));
        return Response.json(200, Documents.model(model));
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
}
