package io.kaiye.http;

/** Answers one request on its own virtual thread; it may block. Called by many threads at once. */
@FunctionalInterface
public interface Handler {
    /**
     * @throws io.kaiye.base.KaiyeException if it cannot; {@link ErrorResponses} answers then
     */
    Response answer(Request request);
}
