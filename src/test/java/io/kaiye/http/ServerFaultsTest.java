package io.kaiye.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServerFaultsTest {
    private static final String ADDRESS = "jdbc:postgresql://books.internal/kaiye";

    @Test
    void onlyTheOperatorIsToldWhereTheBooksAre() throws Exception {
        HttpResponse<String> operator = ask("/things", "operator");
        assertEquals(503, operator.statusCode());
        assertTrue(operator.body().contains(ADDRESS), operator.body());
        assertHidden(ask("/things", "customer"));
    }

    @Test
    void whoeverCouldNotBeLookedUpIsNotToldEither() throws Exception {
        assertHidden(ask("/things", "unknown"));
    }

    @Test
    void routesThatAreOpenToAllTellNobody() throws Exception {
        assertHidden(ask("/open", "operator"));
    }

    private static void assertHidden(HttpResponse<String> response) {
        assertEquals(503, response.statusCode());
        assertTrue(response.body().contains("cannot reach its database"), response.body());
        assertFalse(response.body().contains("internal/"), response.body());
    }

    private static HttpResponse<String> ask(String path, String caller) throws Exception {
        List<Route> routes =
                List.of(
                        Route.get("/things", Access.TOKEN, request -> fail()),
                        Route.get("/open", Access.OPEN, request -> fail()));
        HttpSettings settings =
                new HttpSettings(
                        "127.0.0.1", 0, ServerFaultsTest::caller, true, HttpLimits.DEFAULT);
        try (HttpServer server =
                        HttpServer.start(settings, routes, () -> "req-1", (r, s, e, n) -> {});
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.address().resolve(path))
                            .header("authorization", caller)
                            .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static Caller caller(Optional<String> authorization, String path) {
        return switch (authorization.orElse("")) {
            case "operator" -> Caller.OPERATOR;
            case "customer" -> Caller.customer("acme", "0123456789ab");
            default -> throw unreachable();
        };
    }

    private static Response fail() {
        throw unreachable();
    }

    private static KaiyeException unreachable() {
        return new KaiyeException(
                ErrorCode.DATABASE_UNREACHABLE, "Cannot reach the database " + ADDRESS + ".");
    }
}
