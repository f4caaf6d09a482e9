package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretStoreTest {
    private static final String SECRET = "sk-live-very-secret";

    @TempDir private Path home = Path.of("");

    private SecretStore store(Optional<String> masterKey) {
        return new SecretStore(home, new MasterKey(home, masterKey));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void secretsAreKeptEncryptedAndOnlyForTheirOwner() throws IOException {
        SecretStore store = store(Optional.empty());
        store.set("openai", SECRET);
        store.set("anthropic", "other");
        assertEquals(Optional.of(SECRET), store.reveal("openai"));
        assertEquals(List.of("anthropic", "openai"), store.names());
        Path file = home.resolve("secrets/upstreams");
        assertFalse(Files.readString(file).contains(SECRET));
        assertEquals("rw-------", permissions(file));
        assertEquals("rw-------", permissions(home.resolve("secrets/master-key")));
        assertEquals("rwx------", permissions(home.resolve("secrets")));
        assertTrue(store.remove("openai"));
        assertFalse(store.remove("openai"));
        assertEquals(Optional.empty(), store.reveal("openai"));
    }

    @Test
    void theMasterKeyOfTheEnvironmentLeavesNoFile() {
        Optional<String> key = Optional.of(Base64.getEncoder().encodeToString(new byte[32]));
        store(key).set("a", SECRET);
        assertFalse(Files.exists(home.resolve("secrets/master-key")));
        assertEquals(Optional.of(SECRET), store(key).reveal("a"));
        byte[] other = new byte[32];
        other[0] = 1;
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                store(Optional.of(Base64.getEncoder().encodeToString(other)))
                                        .reveal("a"));
        assertEquals(ErrorCode.CORRUPT_FILE, refusal.code());
        assertFalse(refusal.getMessage().contains(SECRET));
        assertThrows(KaiyeException.class, () -> store(Optional.of("short")).reveal("a"));
    }

    @Test
    void aSecretCannotBePutUnderAnotherName() throws IOException {
        SecretStore store = store(Optional.empty());
        store.set("a", SECRET);
        Path file = home.resolve("secrets/upstreams");
        Files.writeString(file, Files.readString(file).replace("\"a\"", "\"b\""));
        assertThrows(KaiyeException.class, () -> store.reveal("b"));
    }

    @Test
    void namesAndValuesAreChecked() {
        SecretStore store = store(Optional.empty());
        for (String name : List.of("", "../x", "a b", "x".repeat(65))) {
            assertThrows(KaiyeException.class, () -> store.set(name, SECRET), name);
        }
        for (String value : List.of("", "with space", "line\nbreak", "x".repeat(5000))) {
            KaiyeException refusal =
                    assertThrows(KaiyeException.class, () -> store.set("a", value));
            assertTrue(value.isEmpty() || !refusal.getMessage().contains(value));
        }
    }
}
