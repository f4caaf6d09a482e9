package io.kaiye.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What goes back to the caller. Never changed once made; the body is not copied. */
public final class Response {
    public static final String JSON = "application/json";

    /** Server-sent events. */
    public static final String EVENTS = "text/event-stream";

    private final int status;
    private final String contentType;
    private final byte[] body;
    private final @Nullable StreamBody stream;
    private final Map<String, String> headers;

    private Response(
            int status,
            String contentType,
            byte[] body,
            @Nullable StreamBody stream,
            Map<String, String> headers) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.stream = stream;
        this.headers = headers;
    }

    /** A JSON document, already encoded as UTF-8. */
    public static Response json(int status, byte[] body) {
        return of(status, JSON, body);
    }

    public static Response text(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Any document. */
    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, contentType, body, null, Map.of());
    }

    /** Status 200 and a body that is written piece by piece; the connection ends with it. */
    public static Response stream(String contentType, StreamBody body) {
        return new Response(200, contentType, new byte[0], body, Map.of());
    }

    /** The same with one more header; a line break in the value becomes a space. */
    public Response with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** The same with more headers; see {@link #with(String, String)}. */
    public Response with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        more.forEach((name, value) -> all.put(name, line(value)));
        return new Response(status, contentType, body, stream, all);
    }

    private static String line(String value) {
        return value.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    }

    public int status() {
        return status;
    }

    public String contentType() {
        return contentType;
    }

    /** What writes the body; empty where {@link #body} holds it. */
    public Optional<StreamBody> streamed() {
        return Optional.ofNullable(stream);
    }

    /** Its bytes; not to be changed. None of a streamed one. */
    public byte[] body() {
        return body;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
