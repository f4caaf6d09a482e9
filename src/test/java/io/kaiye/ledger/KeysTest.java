package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class KeysTest {
    private final TestDatabase database;

    KeysTest(TestDatabase database) {
        this.database = database;
    }

    private static final CustomerId ACME = new CustomerId("acme");
    private static final KeyTerms ALL = new KeyTerms(List.of(), List.of(), Optional.empty());

    @TempDir Path home;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private Store store;
    private Keys keys;

    @BeforeEach
    void open() {
        store = database.open(home);
        keys = new Keys(store, clock);
        new Customers(store, clock).add(ACME, "Acme Ltd", "USD", "en");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ApiKey.State state(NewKey made) {
        return keys.find(made.secret().revealSecret()).orElseThrow().state(now);
    }

    @Test
    void aKeyIsKnownByTheWholeOfItAlone() {
        NewKey made = keys.create(ACME, ALL);
        String secret = made.secret().revealSecret();
        assertEquals(Optional.of(made.key()), keys.find(secret));
        assertEquals(ApiKey.State.GOOD, state(made));
        char last = secret.charAt(secret.length() - 1);
        String other = secret.substring(0, secret.length() - 1) + (last == 'A' ? 'B' : 'A');
        for (String wrong :
                List.of(other, "", "kaiye_", made.key().prefix(), secret + "x", " " + secret)) {
            assertEquals(Optional.empty(), keys.find(wrong), wrong);
        }
        assertNotEquals(secret, keys.create(ACME, ALL).secret().revealSecret());
    }

    @Test
    void theKeyIsKeptNowhere() throws IOException {
        NewKey made = keys.create(ACME, ALL);
        String secret = made.secret().revealSecret();
        assertEquals("a key", made.secret().toString());
        assertFalse(made.toString().contains(secret), made.toString());
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(secret.substring(20)), file.toString());
            }
        }
    }

    @Test
    void aCopyOfTheDatabaseAloneOpensNothing() throws IOException {
        NewKey made = keys.create(ACME, ALL);
        assertEquals(32, Files.size(home.resolve("secrets/key-pepper")));
        Path pepper = home.resolve("secrets/key-pepper");
        byte[] secret = Files.readAllBytes(pepper);
        Files.delete(pepper);
        Keys elsewhere = new Keys(store, clock);
        refused(ErrorCode.CORRUPT_FILE, "is missing", () -> elsewhere.create(ACME, ALL));
        Files.write(pepper, new byte[5]);
        refused(ErrorCode.CORRUPT_FILE, "has 5 bytes", () -> elsewhere.create(ACME, ALL));
        Files.write(pepper, secret);
        assertTrue(elsewhere.find(made.secret().revealSecret()).isPresent());
    }

    /** The secret is lost for good: what was made with it goes, and another is made. */
    @Test
    void withEveryKeyRevokedALostSecretIsMadeAnew() throws IOException {
        NewKey made = keys.create(ACME, ALL);
        Files.delete(home.resolve("secrets/key-pepper"));
        Keys elsewhere = new Keys(store, clock);
        assertEquals(1, elsewhere.list(Optional.empty()).size());
        elsewhere.revoke(made.key().prefix());
        NewKey other = elsewhere.create(ACME, ALL);
        assertTrue(elsewhere.find(other.secret().revealSecret()).isPresent());
        assertEquals(Optional.empty(), elsewhere.find(made.secret().revealSecret()));
    }

    @Test
    void aRevokedKeyIsNoLongerGoodAtOnce() {
        NewKey made = keys.create(ACME, ALL);
        ApiKey revoked = keys.revoke(made.key().prefix());
        assertEquals(Optional.of(now), revoked.revokedAt());
        assertEquals(ApiKey.State.REVOKED, state(made));
        now = now.plusSeconds(60);
        assertEquals(revoked, keys.revoke(made.key().prefix()));
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () -> keys.rotate(made.key().prefix(), Duration.ofHours(1)));
        assertTrue(refused.getMessage().contains("no longer good"), refused.getMessage());
    }

    @Test
    void aKeyExpiresToTheInstant() {
        KeyTerms terms = new KeyTerms(List.of(), List.of(), Optional.of(Duration.ofDays(90)));
        NewKey made = keys.create(ACME, terms);
        now = now.plus(Duration.ofDays(90)).minusMillis(1);
        assertEquals(ApiKey.State.GOOD, state(made));
        now = now.plusMillis(1);
        assertEquals(ApiKey.State.EXPIRED, state(made));
    }

    @Test
    void aRotatedKeyStaysGoodForTheOverlap() {
        KeyTerms terms = new KeyTerms(List.of("desk"), List.of("classify"), Optional.empty());
        NewKey old = keys.create(ACME, terms);
        NewKey next = keys.rotate(old.key().prefix(), Duration.ofHours(24));
        assertEquals(List.of("desk"), next.key().terms().models());
        assertEquals(List.of("classify"), next.key().terms().endpoints());
        now = now.plus(Duration.ofHours(24)).minusMillis(1);
        assertEquals(ApiKey.State.GOOD, state(old));
        now = now.plusMillis(1);
        assertEquals(ApiKey.State.EXPIRED, state(old));
        assertEquals(ApiKey.State.GOOD, state(next));
    }

    /** As where the new key was lost before it reached its owner. */
    @Test
    void aKeyThatIsRotatedTwiceLeavesItsWholeTerms() {
        NewKey old = keys.create(ACME, ALL);
        keys.rotate(old.key().prefix(), Duration.ofHours(24));
        NewKey again = keys.rotate(old.key().prefix(), Duration.ofHours(24));
        assertEquals(Optional.empty(), again.key().expiresAt());
        assertEquals(ALL, again.key().terms());
    }

    /** The overlap never makes a key live longer than it would have. */
    @Test
    void anOldKeyKeepsItsOwnEndIfThatComesFirst() {
        KeyTerms hour = new KeyTerms(List.of(), List.of(), Optional.of(Duration.ofHours(1)));
        NewKey old = keys.create(ACME, hour);
        NewKey next = keys.rotate(old.key().prefix(), Duration.ofHours(24));
        now = now.plus(Duration.ofHours(1));
        assertEquals(ApiKey.State.EXPIRED, state(old));
        assertEquals(now, next.key().expiresAt().orElseThrow());
    }

    @Test
    void whatAKeyIsGoodForIsKept() {
        NewKey made =
                keys.create(
                        ACME,
                        new KeyTerms(
                                List.of("desk", "mail"), List.of("classify"), Optional.empty()));
        ApiKey found = keys.find(made.secret().revealSecret()).orElseThrow();
        assertTrue(found.mayAsk("mail") && found.mayCall("classify"));
        assertFalse(found.mayAsk("other") || found.mayCall("embeddings"));
        assertTrue(keys.create(ACME, ALL).key().mayAsk("anything"));
    }

    @Test
    void keysAreListedByCustomer() {
        new Customers(store, clock).add(new CustomerId("bob"), "Bob", "CNY", "zh");
        keys.create(ACME, ALL);
        now = now.plusSeconds(1);
        NewKey bobs = keys.create(new CustomerId("bob"), ALL);
        assertEquals(2, keys.list(Optional.empty()).size());
        assertEquals(List.of(bobs.key()), keys.list(Optional.of(new CustomerId("bob"))));
    }

    @Test
    void aWholeKeyNamesItself() {
        NewKey old = keys.create(ACME, ALL);
        NewKey next = keys.rotate(old.secret().revealSecret(), Duration.ZERO);
        assertEquals(next.key().prefix(), keys.revoke(next.secret().revealSecret()).prefix());
    }

    @Test
    void whoIsNotThereIsNamed() {
        refused(
                ErrorCode.UNKNOWN_CUSTOMER,
                "Did you mean \"acme\"?",
                () -> keys.create(new CustomerId("acne"), ALL));
        refused(ErrorCode.UNKNOWN_KEY, "\"abc\"", () -> keys.revoke("abc"));
        String whole = keys.create(ACME, ALL).secret().revealSecret().replaceAll("e_.{3}", "e_000");
        KaiyeException pasted = assertThrows(KaiyeException.class, () -> keys.revoke(whole));
        assertFalse(pasted.getMessage().contains(whole), pasted.getMessage());
        refused(
                ErrorCode.INVALID_ARGUMENT,
                "chat, classify, embeddings, feedback, models",
                () -> new KeyTerms(List.of(), List.of("images"), Optional.empty()));
        refused(
                ErrorCode.INVALID_ARGUMENT,
                "above zero",
                () -> new KeyTerms(List.of(), List.of(), Optional.of(Duration.ZERO)));
    }

    @Test
    void aCustomerIsAddedOnce() {
        Customers customers = new Customers(store, clock);
        customers.add(ACME, "Acme Ltd", "USD", "en");
        assertEquals(1, customers.list().size());
        refused(
                ErrorCode.ALREADY_EXISTS,
                "Acme Ltd, USD, en",
                () -> customers.add(ACME, "Acme Ltd", "CNY", "en"));
        refused(
                ErrorCode.INVALID_ARGUMENT,
                "ISO 4217",
                () -> customers.add(new CustomerId("x"), "X", "yuan", "en"));
        refused(
                ErrorCode.INVALID_ARGUMENT,
                "en and zh",
                () -> customers.add(new CustomerId("x"), "X", "USD", "fr"));
        refused(ErrorCode.INVALID_ARGUMENT, "such as acme", () -> new CustomerId("Acme Ltd"));
    }

    private static void refused(ErrorCode code, String words, Runnable work) {
        KaiyeException refused = assertThrows(KaiyeException.class, work::run);
        assertEquals(code, refused.code(), refused.getMessage());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
}
