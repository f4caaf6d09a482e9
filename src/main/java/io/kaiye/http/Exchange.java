package io.kaiye.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers every request: finds the route, checks the token, runs the handler, reports a failure in
 * the one shape, sends. Called by many threads at once.
 */
final class Exchange {
    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());
    private static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");
    private static final Pattern REQUEST_ID_ACCEPTED = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Header NO_SNIFF =
            HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    private static final Header JSON_TYPE =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, Response.JSON);
    private static final byte[] NOTHING = {};

    /** Stands in where a refused request had no route. */
    private static final Route NOWHERE =
            Route.get(
                    "/",
                    Access.OPEN,
                    request -> {
                        throw new IllegalStateException("not a route");
                    });

    private final Router router;
    private final HttpSettings settings;
    private final ByteBudget budget;
    private final Supplier<String> ids;
    private final RequestObserver observer;
    private final BooleanSupplier stopping;

    Exchange(
            Router router,
            HttpSettings settings,
            Supplier<String> ids,
            RequestObserver observer,
            BooleanSupplier stopping) {
        this.router = router;
        this.settings = settings;
        this.budget = new ByteBudget(settings.limits().bodiesBytesMax());
        this.ids = ids;
        this.observer = observer;
        this.stopping = stopping;
    }

    /** An answer and, if it reports a failure, why. */
    private record Outcome(String route, Response response, @Nullable ErrorCode error) {}

    void handle(ServerRequest in, ServerResponse out) {
        long start = System.nanoTime();
        String id = requestId(in);
        Router.Match match;
        try {
            match = router.match(in.prologue().method().text(), rawPath(in));
        } catch (KaiyeException e) {
            finish(in, out, null, refused(in, e), id, start);
            return;
        }
        HelidonRequest request = new HelidonRequest(in, id, match, settings.limits(), budget);
        try {
            finish(in, out, request, answer(request, match.route()), id, start);
        } finally {
            request.releaseBody();
        }
    }

    private Outcome refused(ServerRequest in, KaiyeException failure) {
        Response response = ErrorResponses.of(failure);
        if (failure.code() == ErrorCode.METHOD_NOT_ALLOWED) {
            response = response.with("allow", router.allowed(rawPath(in)));
        }
        return new Outcome("none", response, failure.code());
    }

    private Outcome answer(HelidonRequest request, Route route) {
        try {
            if (route.access() == Access.TOKEN) {
                settings.token().check(request.header("authorization"));
            }
            return new Outcome(route.path(), route.handler().answer(request), null);
        } catch (KaiyeException e) {
            if (e.code() == ErrorCode.INTERNAL) {
                LOG.log(System.Logger.Level.ERROR, "request " + request.id() + " failed", e);
            }
            return new Outcome(route.path(), ErrorResponses.of(e), e.code());
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "request " + request.id() + " failed", e);
            KaiyeException failure = internal(request.id());
            return new Outcome(route.path(), ErrorResponses.of(failure), failure.code());
        }
    }

    private void finish(
            ServerRequest in,
            ServerResponse out,
            @Nullable HelidonRequest request,
            Outcome outcome,
            String id,
            long start) {
        observer.answered(
                outcome.route(),
                outcome.response().status(),
                outcome.error(),
                System.nanoTime() - start);
        boolean unfinished = request == null ? in.content().hasEntity() : request.bodyUnfinished();
        boolean watched = request != null && request.watched();
        boolean close = unfinished || watched || stopping.getAsBoolean();
        send(in, out, outcome.response(), id, close);
        if (!close) {
            return;
        }
        boolean waitsForContinue = in.headers().contains(HeaderValues.EXPECT_100);
        if (unfinished && !waitsForContinue) {
            discard(in, request, id);
        }
        throw new CloseConnectionException("answered, and nothing more to say");
    }

    private void discard(ServerRequest in, @Nullable HelidonRequest request, String id) {
        HelidonRequest body =
                request != null
                        ? request
                        : new HelidonRequest(
                                in,
                                id,
                                new Router.Match(NOWHERE, Map.of()),
                                settings.limits(),
                                budget);
        if (!body.bodyBroken()) {
            body.discardBody();
        }
    }

    private static void send(
            ServerRequest in, ServerResponse out, Response response, String id, boolean close) {
        out.status(Status.create(response.status()));
        out.header(REQUEST_ID, id);
        out.header(NO_SNIFF);
        if (response.contentType().equals(Response.JSON)) {
            out.header(JSON_TYPE);
        } else {
            out.header(HeaderNames.CONTENT_TYPE, response.contentType());
        }
        response.headers().forEach((name, value) -> out.header(HeaderNames.create(name), value));
        if (close) {
            out.header(HeaderValues.CONNECTION_CLOSE);
        }
        byte[] body = response.body();
        if (in.prologue().method().text().equals("HEAD")) {
            out.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
            out.send(NOTHING);
        } else {
            out.send(body);
        }
    }

    private String requestId(ServerRequest in) {
        return in.headers()
                .first(REQUEST_ID)
                .filter(id -> REQUEST_ID_ACCEPTED.matcher(id).matches())
                .orElseGet(ids);
    }

    private static String rawPath(ServerRequest in) {
        String path = in.prologue().uriPath().rawPathNoParams();
        return path.startsWith("/") ? path : "/" + path;
    }

    private static KaiyeException internal(String id) {
        return new KaiyeException(
                ErrorCode.INTERNAL,
                "Something went wrong that should not have; the server's log names request "
                        + id
                        + ".");
    }
}
