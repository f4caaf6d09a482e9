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
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers every request: checks where it comes from, finds the route, checks the token, runs the
 * handler, reports a failure in the one shape, sends. Called by many threads at once.
 */
final class Exchange {
    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());
    private static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");
    private static final HeaderName ORIGIN = HeaderNames.create("origin");
    private static final Pattern REQUEST_ID_ACCEPTED = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Header NO_SNIFF =
            HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    private static final Header JSON_TYPE =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, Response.JSON);
    private static final byte[] NOTHING = {};

    private final Router router;
    private final HttpSettings settings;
    private final LoopbackGuard guard;
    private final ByteBudget budget;
    private final Supplier<String> ids;
    private final RequestObserver observer;
    private final BooleanSupplier stopping;
    private final WriteWatch writes;
    private final ServerFaults faults = new ServerFaults();

    Exchange(
            Router router,
            HttpSettings settings,
            Supplier<String> ids,
            RequestObserver observer,
            BooleanSupplier stopping,
            WriteWatch writes) {
        this.router = router;
        this.settings = settings;
        this.guard = new LoopbackGuard(settings);
        this.budget = new ByteBudget(settings.limits().bodiesBytesMax());
        this.ids = ids;
        this.observer = observer;
        this.stopping = stopping;
        this.writes = writes;
    }

    /**
     * An answer.
     *
     * @param error why it reports a failure; null if it does not
     * @param watched whether the connection was watched while it was made
     * @param toOperator whether the caller is known to be the operator
     */
    private record Outcome(
            String route,
            Response response,
            @Nullable ErrorCode error,
            boolean watched,
            boolean toOperator) {}

    void handle(ServerRequest in, ServerResponse out) {
        long start = System.nanoTime();
        String id = requestId(in);
        BodyReader body = new BodyReader(in, settings.limits(), budget);
        Crowd.enter();
        try {
            send(in, out, body, answer(in, id, body), id, start);
            ConnectionWatch.rests();
            Crowd.letGo(); // the next request has come by then: no wait for the socket
        } finally {
            Crowd.leave();
            body.release();
        }
    }

    private Outcome answer(ServerRequest in, String id, BodyReader body) {
        Router.Match match;
        try {
            guard.check(in.headers().first(HeaderNames.HOST), in.headers().first(ORIGIN));
            match = router.match(in.prologue().method().text(), rawPath(in));
        } catch (KaiyeException e) {
            return refused(in, e);
        }
        return answer(new HelidonRequest(in, id, match, body), match.route());
    }

    private Outcome refused(ServerRequest in, KaiyeException failure) {
        Response response = ErrorResponses.of(failure);
        if (failure.code() == ErrorCode.METHOD_NOT_ALLOWED) {
            response = response.with("allow", router.allowed(rawPath(in)));
        }
        return new Outcome("none", response, failure.code(), false, false);
    }

    private Outcome answer(HelidonRequest request, Route route) {
        KaiyeException failure;
        boolean toOperator = false;
        try {
            Caller caller = caller(request, route);
            toOperator = route.access() != Access.OPEN && caller.isOperator();
            request.comesFrom(caller);
            Response response = route.handler().answer(request);
            return new Outcome(route.path(), response, null, request.watched(), toOperator);
        } catch (KaiyeException e) {
            failure = faults.told(toOperator, request.id(), e);
            if (e.code() == ErrorCode.INTERNAL) {
                log(request, e);
            }
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // One request that runs out of memory or stack must not take the server with it.
            failure = internal(request.id());
            log(request, e);
        }
        return new Outcome(
                route.path(),
                ErrorResponses.of(failure),
                failure.code(),
                request.watched(),
                toOperator);
    }

    /** Open routes take everybody, and ask nobody's name. */
    private Caller caller(Request request, Route route) {
        if (route.access() == Access.OPEN) {
            return Caller.OPERATOR;
        }
        Caller caller =
                settings.authenticator().check(request.header("authorization"), route.path());
        if (route.access() == Access.OPERATOR && !caller.isOperator()) {
            throw new KaiyeException(
                    ErrorCode.FORBIDDEN,
                    route.path() + " is for the operator of this server; a key does not open it.");
        }
        return caller;
    }

    private static void log(Request request, Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, "request " + request.id() + " failed", failure);
    }

    private void send(
            ServerRequest in,
            ServerResponse out,
            BodyReader body,
            Outcome outcome,
            String id,
            long start) {
        StreamBody stream = outcome.response().streamed().orElse(null);
        if (stream == null) {
            finish(in, out, body, outcome, id, start);
            return;
        }
        Outcome failed = stream(out, outcome, stream, id, start);
        if (failed != null) {
            finish(in, out, body, failed, id, start);
        }
        throw new CloseConnectionException("a stream ends its connection");
    }

    /** Sends a stream; gives another outcome to send where it failed before anything was sent. */
    private @Nullable Outcome stream(
            ServerResponse out, Outcome outcome, StreamBody stream, String id, long start) {
        ResponseStream sink =
                new ResponseStream(out, () -> head(out, outcome.response(), id, true), writes);
        KaiyeException failure = failure(stream, sink, id, outcome.toOperator());
        if (failure != null && !sink.started()) {
            return new Outcome(
                    outcome.route(),
                    ErrorResponses.of(failure),
                    failure.code(),
                    true,
                    outcome.toOperator());
        }
        observer.answered(
                outcome.route(),
                outcome.response().status(),
                failure == null ? null : failure.code(),
                System.nanoTime() - start);
        sink.end(Optional.ofNullable(failure), outcome.response().contentType());
        return null;
    }

    /** Has the stream written; gives what went wrong. */
    private @Nullable KaiyeException failure(
            StreamBody stream, ResponseStream sink, String id, boolean toOperator) {
        try {
            stream.write(sink);
            return null;
        } catch (KaiyeException e) {
            return faults.told(toOperator, id, e);
        } catch (IOException e) {
            return new KaiyeException(ErrorCode.CANCELLED, "The caller went away.", e);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "request " + id + " failed", e);
            return internal(id);
        }
    }

    private void finish(
            ServerRequest in,
            ServerResponse out,
            BodyReader body,
            Outcome outcome,
            String id,
            long start) {
        observer.answered(
                outcome.route(),
                outcome.response().status(),
                outcome.error(),
                System.nanoTime() - start);
        boolean unfinished = body.unfinished();
        // Helidon says "close" where the caller asked for it, but leaves the closing to the caller.
        boolean asked =
                in.headers().contains(HeaderNames.CONNECTION)
                        && in.headers().contains(HeaderValues.CONNECTION_CLOSE);
        boolean close = unfinished || outcome.watched() || asked || stopping.getAsBoolean();
        send(in, out, outcome.response(), id, close);
        if (!close) {
            return;
        }
        boolean waitsForContinue = in.headers().contains(HeaderValues.EXPECT_100);
        if (unfinished && !waitsForContinue) {
            body.discard();
        }
        throw new CloseConnectionException("answered, and nothing more to say");
    }

    private static void send(
            ServerRequest in, ServerResponse out, Response response, String id, boolean close) {
        head(out, response, id, close);
        byte[] body = response.body();
        if (in.prologue().method().text().equals("HEAD")) {
            out.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
            out.send(NOTHING);
        } else {
            out.send(body);
        }
    }

    private static void head(ServerResponse out, Response response, String id, boolean close) {
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
