package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import org.junit.jupiter.api.Test;

class TokenRowsTest {
    @Test
    void moreTokensThanTheBaseReadsAreRefused() {
        Base base = new Bases(CacheFolder.find()).open("all-MiniLM-L6-v2");
        try (Engine engine = new Engine(1)) {
            KaiyeException refused =
                    assertThrows(
                            KaiyeException.class,
                            () -> TokenRows.of(engine, base, SampleData.rows(4, 2), 4096));
            assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
            String words = "tokens is 4096, but all-MiniLM-L6-v2 reads at most " + base.maxTokens();
            assertTrue(refused.getMessage().contains(words), refused.getMessage());
            assertEquals(
                    4, TokenRows.of(engine, base, SampleData.rows(4, 2), base.maxTokens()).size());
        }
    }
}
