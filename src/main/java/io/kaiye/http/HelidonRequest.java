package io.kaiye.http;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request over a Helidon connection. One thread at a time. */
final class HelidonRequest implements Request {
    private final ServerRequest request;
    private final String id;
    private final Router.Match match;
    private final BodyReader body;
    private final @Nullable ConnectionContext connection = ConnectionWatch.current();
    private Caller caller = Caller.OPERATOR;
    private boolean watching;

    HelidonRequest(ServerRequest request, String id, Router.Match match, BodyReader body) {
        this.request = request;
        this.id = id;
        this.match = match;
        this.body = body;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    void comesFrom(Caller who) {
        caller = who;
    }

    @Override
    public String route() {
        return match.route().path();
    }

    @Override
    public String pathValue(String name) {
        String value = match.values().get(name);
        if (value == null) {
            throw new IllegalArgumentException("no {" + name + "} in " + route());
        }
        return value;
    }

    @Override
    public Map<String, String> query() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : request.query().names()) {
            values.put(name, request.query().first(name).orElse(""));
        }
        return values;
    }

    @Override
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public boolean abandoned() {
        if (connection == null) {
            return false;
        }
        HelidonSocket socket = connection.serverSocket();
        if (!watching) {
            watching = true;
            socket.idle();
        }
        return !socket.isConnected();
    }

    @Override
    public byte[] body() {
        return body.read();
    }

    /** True if the connection was watched; Helidon cannot be trusted to read on after that. */
    boolean watched() {
        return watching;
    }
}
