package io.kaiye.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopbackGuardTest {
    private static final Optional<String> NONE = Optional.empty();
    private static final Optional<String> HERE = Optional.of("localhost:8800");

    private final LoopbackGuard guard = new LoopbackGuard(HttpSettings.loopback(8800));

    @Test
    void namesOfThisMachinePassAndOthersDoNot() {
        for (String host :
                List.of("localhost", "LocalHost:1", "127.0.0.1:8800", "127.0.1.1", "[::1]:99")) {
            assertDoesNotThrow(() -> guard.check(Optional.of(host), NONE), host);
        }
        for (String host :
                List.of(
                        "",
                        "evil.example",
                        "localhost.evil.example:8800",
                        "127.0.0.1.evil.example",
                        "evil.example@localhost",
                        "10.0.0.1",
                        "::1")) {
            refused("Host", Optional.of(host), NONE);
        }
        refused("Host", NONE, NONE);
    }

    @Test
    void pagesOfThisMachinePassAndOthersDoNot() {
        for (String origin :
                List.of("http://localhost:3000", "https://127.0.0.1", "http://[::1]:8800")) {
            assertDoesNotThrow(() -> guard.check(HERE, Optional.of(origin)), origin);
        }
        for (String origin : List.of("null", "https://evil.example", "http://localhost.evil.com")) {
            refused("Origin", HERE, Optional.of(origin));
        }
    }

    @Test
    void theNameItWasBoundToPasses() {
        LoopbackGuard named =
                new LoopbackGuard(
                        new HttpSettings(
                                "0:0:0:0:0:0:0:1", 0, BearerToken.none(), HttpLimits.DEFAULT));
        named.check(Optional.of("[0:0:0:0:0:0:0:1]:80"), NONE);
    }

    @Test
    void aTokenIsProofEnough() {
        BearerToken token = BearerToken.of("0123456789abcdef");
        LoopbackGuard open =
                new LoopbackGuard(new HttpSettings("127.0.0.1", 0, token, HttpLimits.DEFAULT));
        open.check(Optional.of("models.example"), Optional.of("https://models.example"));
    }

    @Test
    void aRefusedRequestNeverReachesItsHandler() throws Exception {
        AtomicInteger reached = new AtomicInteger();
        Route route =
                Route.post(
                        "/x",
                        Access.OPEN,
                        request -> Response.text(200, "text/plain", "" + reached.addAndGet(1)));
        try (HttpServer server =
                HttpServer.start(
                        HttpSettings.loopback(0),
                        List.of(route),
                        () -> "1",
                        RequestObserver.none())) {
            String rest = "Content-Length: 2\r\nConnection: close\r\n\r\nab";
            String answer = Wire.raw(server, "POST /x HTTP/1.1\r\nHost: evil.example\r\n" + rest);
            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
            assertTrue(answer.contains("\"code\":\"forbidden\""), answer);
            String site = "Host: localhost\r\nOrigin: https://evil.example\r\n";
            answer = Wire.raw(server, "POST /x HTTP/1.1\r\n" + site + rest);
            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
            assertEquals(0, reached.get());
            answer = Wire.raw(server, "POST /x HTTP/1.1\r\nHost: localhost\r\n" + rest);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    private void refused(String header, Optional<String> host, Optional<String> origin) {
        KaiyeException failure =
                assertThrows(
                        KaiyeException.class,
                        () -> guard.check(host, origin),
                        () -> host + " " + origin);
        assertEquals(ErrorCode.FORBIDDEN, failure.code());
        assertTrue(failure.getMessage().contains("The " + header), failure.getMessage());
    }
}
