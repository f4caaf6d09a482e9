package io.kaiye.gateway;

/** Asks upstream models one message each, outside of any call of a customer. Safe for threads. */
public interface RungAnswers {
    /**
     * What an upstream said.
     *
     * @param text of the answer
     * @param costMicros what it cost us, by the price table
     */
    record Said(String text, long costMicros, long inputTokens, long outputTokens) {}

    /**
     * Asks, and waits for the whole answer.
     *
     * @param model id of an upstream model in gateway.yaml
     * @throws io.kaiye.base.KaiyeException UNKNOWN_MODEL, UPSTREAM_FAILED, UPSTREAM_TIMED_OUT,
     *     CANCELLED where the thread is interrupted
     */
    Said ask(String model, String message);

    /**
     * What asking so can be expected to cost, by the price table and an estimate of the tokens;
     * nothing is sent.
     *
     * @throws io.kaiye.base.KaiyeException UNKNOWN_MODEL
     */
    long costMicrosExpected(String model, String message);
}
