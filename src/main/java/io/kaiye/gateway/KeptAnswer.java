package io.kaiye.gateway;

import java.util.Map;

/**
 * An answer as it was sent, kept for the same request again.
 *
 * @param body UTF-8 text; of a stream, all that was sent
 */
public record KeptAnswer(int status, String contentType, Map<String, String> headers, String body) {
    public KeptAnswer {
        headers = Map.copyOf(headers);
    }
}
