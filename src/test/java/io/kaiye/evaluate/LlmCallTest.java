package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LlmCallTest {
    /** 400 tokens at $0.15 and 8 at $0.60 a million, a thousand times: $0.06 + $0.0048. */
    @Test
    void costsItsTokens() {
        assertEquals(64_800, LlmCall.TYPICAL.costMicrosPer1000());
    }

    @Test
    void negativeTokensAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LlmCall("x", -1, 0, 0, 0));
    }
}
