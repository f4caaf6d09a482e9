package io.kaiye.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpSettingsTest {
    @Test
    void otherMachinesAreLetInOnlyWithAToken() {
        KaiyeException failure =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                new HttpSettings(
                                        "0.0.0.0", 8800, BearerToken.none(), HttpLimits.DEFAULT));
        assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code());
        assertTrue(failure.getMessage().contains("--token"), failure.getMessage());
        BearerToken token = BearerToken.of("0123456789abcdef");
        assertEquals("0.0.0.0", new HttpSettings("0.0.0.0", 0, token, HttpLimits.DEFAULT).bind());
    }

    @Test
    void everyProblemIsListedAtOnce() {
        KaiyeException failure =
                assertThrows(
                        KaiyeException.class,
                        () -> new HttpSettings("", 70_000, BearerToken.none(), HttpLimits.DEFAULT));
        assertTrue(failure.getMessage().contains("70000"), failure.getMessage());
        assertTrue(failure.getMessage().contains("empty"), failure.getMessage());
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        Duration second = Duration.ofSeconds(1);
        KaiyeException failure =
                assertThrows(
                        KaiyeException.class,
                        () -> new HttpLimits(1, 1 << 28, second, second, 0, 4096, 1024, second));
        assertTrue(failure.getMessage().contains("bodyBytesMax is 1;"), failure.getMessage());
        assertTrue(failure.getMessage().contains("connectionsMax is 0;"), failure.getMessage());
    }

    @Test
    void bodiesMayTakeAShareOfTheHeap() {
        assertEquals(8 << 20, HttpLimits.bodiesBytes(64 << 20));
        assertEquals(64 << 20, HttpLimits.bodiesBytes(1 << 30));
        assertEquals(256 << 20, HttpLimits.bodiesBytes(1L << 40));
    }

    @Test
    void aTokenIsLongAndNeverPrinted() {
        assertThrows(KaiyeException.class, () -> BearerToken.of("short"));
        assertThrows(KaiyeException.class, () -> BearerToken.of("with a space in it, long"));
        assertFalse(BearerToken.of("0123456789abcdef").toString().contains("0123"));
    }
}
