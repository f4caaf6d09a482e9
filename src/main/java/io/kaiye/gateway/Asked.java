package io.kaiye.gateway;

import io.kaiye.http.Caller;
import java.util.Optional;

/**
 * A call before any work is done for it.
 *
 * @param answerId id that its answer will have
 * @param endpoint as a key's terms name it: classify, embeddings, chat
 * @param model as the caller named it
 * @param answers it may get at most (texts; 1 for chat)
 * @param inputTokensMax it may use at most; a sound estimate from above
 * @param outputTokensMax it may use at most; 0 where there are none
 * @param idempotency empty where the caller sent no key
 */
public record Asked(
        Caller caller,
        String answerId,
        String endpoint,
        String model,
        long answers,
        long inputTokensMax,
        long outputTokensMax,
        Optional<Idempotency> idempotency) {
    /**
     * What the caller calls this request, so that it can be sent again.
     *
     * @param key of the header Idempotency-Key, 1 to 255 characters
     * @param requestHash SHA-256 of path and body
     */
    public record Idempotency(String key, String requestHash) {}
}
