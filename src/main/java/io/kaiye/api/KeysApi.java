package io.kaiye.api;

import io.kaiye.base.ErrorCode;
import io.kaiye.gateway.Operation;
import io.kaiye.http.IdempotencyKey;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.KeyTerms;
import io.kaiye.ledger.Keys;
import io.kaiye.ledger.NewKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Customers' keys. A secret is in the answer that makes it, and nowhere else. */
final class KeysApi {
    private static final List<String> TERMS = List.of("models", "endpoints", "expires");
    private static final List<String> LISTED = List.of("customer");
    private static final List<String> ROTATED = List.of("overlap");

    private final Keys keys;

    KeysApi(Keys keys) {
        this.keys = keys;
    }

    List<Operation> operations() {
        return List.of(
                Describe.list(
                        Describe.read(
                                "/api/keys",
                                "keys",
                                "Lists keys by their prefix.",
                                LISTED,
                                this::list,
                                ErrorCode.UNKNOWN_CUSTOMER)),
                Describe.change(
                        "/api/customers/{id}/keys",
                        "createKey",
                        "Makes a key for a customer, and shows it once.",
                        this::create,
                        ErrorCode.UNKNOWN_CUSTOMER,
                        ErrorCode.ALREADY_EXISTS),
                Describe.change(
                        "/api/keys/{prefix}/revoke",
                        "revokeKey",
                        "Takes a key back at once, for good.",
                        this::revoke,
                        ErrorCode.UNKNOWN_KEY),
                Describe.change(
                        "/api/keys/{prefix}/rotate",
                        "rotateKey",
                        "Makes a key on the terms of another, which stays good for a while.",
                        this::rotate,
                        ErrorCode.UNKNOWN_KEY,
                        ErrorCode.ALREADY_EXISTS));
    }

    private Response list(Request request) {
        return Replies.list(
                keys.list(Query.of(request, LISTED).text("customer").map(CustomerId::new)));
    }

    private Response create(Request request) {
        Body body = Body.of(request, TERMS);
        return made(
                keys.create(
                        new CustomerId(request.pathValue("id")),
                        new KeyTerms(
                                body.texts("models"),
                                body.texts("endpoints"),
                                body.duration("expires")),
                        IdempotencyKey.of(request)));
    }

    private Response revoke(Request request) {
        Body.of(request, List.of());
        return Replies.one(keys.revoke(request.pathValue("prefix")));
    }

    private Response rotate(Request request) {
        Body body = Body.of(request, ROTATED);
        return made(
                keys.rotate(
                        request.pathValue("prefix"),
                        body.duration("overlap").orElse(Duration.ZERO),
                        IdempotencyKey.of(request)));
    }

    private static Response made(NewKey made) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("key", made.key());
        document.put("secret", made.secret().revealSecret());
        return Replies.one(document);
    }
}
