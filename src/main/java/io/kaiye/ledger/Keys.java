package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of customers. A key is {@code kaiye_PREFIX_SECRET}: 12 hexadecimal digits that may be
 * shown, and 256 random bits that are shown once and kept nowhere. What is kept is a keyed hash
 * (HMAC-SHA256) of the whole key, compared in a time that does not depend on where two differ. Safe
 * for threads.
 */
public final class Keys {
    private static final Pattern FORM = Pattern.compile("kaiye_([0-9a-f]{12})_[A-Za-z0-9_-]{43}");
    private static final int PREFIX_BYTES = 6;
    private static final int SECRET_BYTES = 32;
    private static final String COLUMNS =
            "SELECT prefix, customer, hash, models, endpoints, life_millis, created_millis,"
                    + " expires_millis, revoked_millis FROM api_key";

    private static final String GOOD =
            "SELECT 1 AS one FROM api_key WHERE revoked_millis IS NULL LIMIT 1";

    private final Store store;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private @Nullable Pepper pepper;

    public Keys(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Read when it is first needed, and made by one process alone, if no key needs another. */
    private synchronized Pepper pepper() {
        Pepper known = pepper;
        if (known == null) {
            known = store.write(sql -> Pepper.of(store.home(), sql.first(GOOD).isPresent()));
            pepper = known;
        }
        return known;
    }

    /**
     * Makes a key for a customer.
     *
     * @throws KaiyeException UNKNOWN_CUSTOMER; CORRUPT_FILE if the secret of the hashes is gone
     */
    public NewKey create(CustomerId customer, KeyTerms terms) {
        return create(customer, terms, Optional.empty());
    }

    /**
     * As {@link #create(CustomerId, KeyTerms)}, once for each request. A secret is kept nowhere, so
     * that the same request again is refused: nobody may have a good key unknowingly.
     *
     * @param request told apart by its sender
     * @throws KaiyeException ALREADY_EXISTS if that request has made a key, beside those
     */
    public NewKey create(CustomerId customer, KeyTerms terms, Optional<String> request) {
        Pepper hashes = pepper();
        Optional<String> prefix = request.map(one -> prefix("create", customer.value(), one));
        return store.write(
                sql -> {
                    Customers.require(sql, customer);
                    requireNew(sql, prefix);
                    return make(sql, hashes, customer, terms, prefix);
                });
    }

    /** The prefix of the key that a request makes; it says which one has made it. */
    private static String prefix(String... of) {
        return Sha256.of(String.join("\n", of).getBytes(StandardCharsets.UTF_8))
                .substring(0, 2 * PREFIX_BYTES);
    }

    private static void requireNew(Sql sql, Optional<String> prefix) {
        if (prefix.isPresent()
                && sql.first(COLUMNS + " WHERE prefix = ?", prefix.get()).isPresent()) {
            throw new KaiyeException(
                    ErrorCode.ALREADY_EXISTS,
                    "The request with this Idempotency-Key has made the key "
                            + prefix.get()
                            + "; its secret was in the answer, and is kept nowhere. If that answer"
                            + " was lost, revoke the key and make another with a new"
                            + " Idempotency-Key.");
        }
    }

    private NewKey make(
            Sql sql, Pepper hashes, CustomerId customer, KeyTerms terms, Optional<String> chosen) {
        String prefix = chosen.orElseGet(() -> HexFormat.of().formatHex(bytes(PREFIX_BYTES)));
        String secret =
                "kaiye_"
                        + prefix
                        + "_"
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(bytes(SECRET_BYTES));
        Instant now = clock.instant();
        ApiKey key =
                new ApiKey(
                        prefix,
                        customer,
                        terms,
                        now,
                        terms.life().map(now::plus),
                        Optional.empty());
        sql.update(
                "INSERT INTO api_key (prefix, customer, hash, models, endpoints, life_millis,"
                        + " created_millis, expires_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                prefix,
                customer.value(),
                hashes.hash(secret),
                Json.line(terms.models()),
                Json.line(terms.endpoints()),
                terms.life().map(Duration::toMillis),
                now,
                key.expiresAt());
        return new NewKey(key, new KeySecret(secret));
    }

    /** Servers remember keys; this tells them to forget. */
    private static void changed(Sql sql) {
        sql.update("UPDATE revision SET number = number + 1 WHERE what = 'keys'");
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Keys of one customer, or of all, the newest last. */
    public List<ApiKey> list(Optional<CustomerId> customer) {
        return store.read(
                sql -> {
                    customer.ifPresent(id -> Customers.require(sql, id));
                    return sql
                            .query(
                                    COLUMNS
                                            + " WHERE customer = COALESCE(?, customer)"
                                            + " ORDER BY created_millis, prefix",
                                    customer.map(CustomerId::value))
                            .stream()
                            .map(Keys::key)
                            .toList();
                });
    }

    /**
     * Takes a key back, at once and for good; again is no error.
     *
     * @param named the key, or its prefix
     * @throws KaiyeException UNKNOWN_KEY
     */
    public ApiKey revoke(String named) {
        return store.write(
                sql -> {
                    String prefix = require(sql, named).prefix();
                    sql.update(
                            "UPDATE api_key SET revoked_millis = ? WHERE prefix = ?"
                                    + " AND revoked_millis IS NULL",
                            clock.instant(),
                            prefix);
                    changed(sql);
                    return require(sql, prefix);
                });
    }

    /**
     * Makes a key on the terms of another, which stays good for a while and no longer.
     *
     * @param named the old key, or its prefix
     * @param overlap zero or more; the old key's own end stays if it comes before
     * @throws KaiyeException UNKNOWN_KEY; INVALID_ARGUMENT if the old key is no longer good
     */
    public NewKey rotate(String named, Duration overlap) {
        return rotate(named, overlap, Optional.empty());
    }

    /**
     * As {@link #rotate(String, Duration)}, once for each request, as {@link #create(CustomerId,
     * KeyTerms, Optional)}.
     *
     * @throws KaiyeException ALREADY_EXISTS if that request has made a key, beside those
     */
    public NewKey rotate(String named, Duration overlap, Optional<String> request) {
        Pepper hashes = pepper();
        return store.write(
                sql -> {
                    ApiKey old = require(sql, named);
                    String prefix = old.prefix();
                    Optional<String> next = request.map(one -> prefix("rotate", prefix, one));
                    requireNew(sql, next);
                    Instant now = clock.instant();
                    if (old.state(now) != ApiKey.State.GOOD) {
                        throw new KaiyeException(
                                ErrorCode.INVALID_ARGUMENT,
                                "The key "
                                        + prefix
                                        + " is no longer good, so there is nothing to take its"
                                        + " place of. Make another with: kaiye key create "
                                        + old.customer());
                    }
                    Instant end = now.plus(overlap);
                    sql.update(
                            "UPDATE api_key SET expires_millis ="
                                    + " CASE WHEN expires_millis < ? THEN expires_millis ELSE ?"
                                    + " END WHERE prefix = ?",
                            end,
                            end,
                            prefix);
                    changed(sql);
                    return make(sql, hashes, old.customer(), old.terms(), next);
                });
    }

    /** The key that a caller sent, whatever its state; empty if there is none like it. */
    public Optional<ApiKey> find(String sent) {
        Matcher form = FORM.matcher(sent);
        if (!form.matches()) {
            return Optional.empty();
        }
        byte[] hash = pepper().hash(sent).getBytes(StandardCharsets.US_ASCII);
        return store.read(sql -> sql.first(COLUMNS + " WHERE prefix = ?", form.group(1)))
                .filter(
                        row ->
                                MessageDigest.isEqual(
                                        hash, row.text("hash").getBytes(StandardCharsets.US_ASCII)))
                .map(Keys::key);
    }

    private static ApiKey require(Sql sql, String named) {
        Matcher whole = FORM.matcher(named);
        String prefix = whole.matches() ? whole.group(1) : named;
        return sql.first(COLUMNS + " WHERE prefix = ?", prefix)
                .map(Keys::key)
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.UNKNOWN_KEY,
                                        "There is no key with the prefix \""
                                                + prefix
                                                + "\"; accepted are a whole key and the 12 digits"
                                                + " of it that `kaiye key list` shows."));
    }

    private static ApiKey key(Row row) {
        return new ApiKey(
                row.text("prefix"),
                new CustomerId(row.text("customer")),
                new KeyTerms(
                        names(row.text("models")),
                        names(row.text("endpoints")),
                        number(row, "life_millis").map(Duration::ofMillis)),
                row.instant("created_millis"),
                number(row, "expires_millis").map(Instant::ofEpochMilli),
                number(row, "revoked_millis").map(Instant::ofEpochMilli));
    }

    private static Optional<Long> number(Row row, String column) {
        return row.optionalNumber(column).stream().boxed().findFirst();
    }

    private static List<String> names(String json) {
        return List.of(Json.parse(json, String[].class));
    }
}
