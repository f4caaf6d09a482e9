package io.kaiye.evaluate;

/**
 * What the same answer would cost from a hosted large language model: an assumption to compare
 * with, shown in the report with all of its numbers.
 *
 * @param name what is compared with
 * @param inputTokens of one call: the instruction, the labels and the text
 * @param outputTokens of one call
 * @param inputMicrosPerMillion price of a million input tokens in micros
 * @param outputMicrosPerMillion price of a million output tokens in micros
 */
public record LlmCall(
        String name,
        int inputTokens,
        int outputTokens,
        long inputMicrosPerMillion,
        long outputMicrosPerMillion) {
    /**
     * A small hosted model at $0.15 and $0.60 for a million tokens, with an instruction, a list of
     * labels and a short text in (400 tokens) and one label out (8 tokens).
     */
    public static final LlmCall TYPICAL =
            new LlmCall("a small hosted LLM", 400, 8, 150_000, 600_000);

    public LlmCall {
        if (inputTokens < 0
                || outputTokens < 0
                || inputMicrosPerMillion < 0
                || outputMicrosPerMillion < 0) {
            throw new IllegalArgumentException("tokens and prices of a call cannot be negative");
        }
    }

    /** What 1,000 calls cost in micros, rounded up. */
    public long costMicrosPer1000() {
        long input = Math.multiplyExact(inputTokens, inputMicrosPerMillion);
        long output = Math.multiplyExact(outputTokens, outputMicrosPerMillion);
        return Math.ceilDiv(Math.addExact(input, output), 1_000L);
    }
}
