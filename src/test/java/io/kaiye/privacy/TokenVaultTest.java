package io.kaiye.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenVaultTest {
    @TempDir private Path folder;

    static AesKey key(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return AesKey.ofBase64(
                Base64.getEncoder().encodeToString(bytes), "It", ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void aSavedVaultRevealsWhatItHid() {
        Path file = folder.resolve("tokens");
        TokenVault vault = TokenVault.open(file, key(1));
        String token = vault.token(PersonalDataKind.PERSON, "王伟 $1 \\ 😀");
        vault.save();
        vault.close();
        try (TokenVault again = TokenVault.open(file, key(1))) {
            assertEquals("hello 王伟 $1 \\ 😀!", again.reveal("hello " + token + "!"));
            assertEquals(token, again.token(PersonalDataKind.PERSON, "王伟 $1 \\ 😀"));
            assertEquals(1, again.size());
        }
    }

    @Test
    void theFileHoldsNoValue() throws IOException {
        Path file = folder.resolve("tokens");
        TokenVault vault = TokenVault.open(file, key(1));
        vault.token(PersonalDataKind.EMAIL, "jane@example.com");
        vault.save();
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains("jane"));
        assertFalse(bytes.contains("EMAIL"));
    }

    @Test
    void kindsHaveTokensOfTheirOwn() {
        TokenVault vault = TokenVault.open(folder.resolve("tokens"), key(1));
        assertNotEquals(
                vault.token(PersonalDataKind.PERSON, "Paris"),
                vault.token(PersonalDataKind.PLACE, "Paris"));
    }

    @Test
    void unknownTokensStay() {
        TokenVault vault = TokenVault.open(folder.resolve("tokens"), key(1));
        String text = "<EMAIL:abcdefghijklmnopabcd> and <b>";
        assertEquals(text, vault.reveal(text));
    }

    @Test
    void anotherKeyAndADamagedFileAreRefused() throws IOException {
        Path file = folder.resolve("tokens");
        TokenVault vault = TokenVault.open(file, key(1));
        vault.token(PersonalDataKind.EMAIL, "jane@example.com");
        vault.save();
        vault.close();
        KaiyeException other =
                assertThrows(KaiyeException.class, () -> TokenVault.open(file, key(2)));
        assertEquals(ErrorCode.CORRUPT_FILE, other.code());
        assertTrue(other.getMessage().contains("another"), other.getMessage());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1]++;
        Files.write(file, bytes);
        assertThrows(KaiyeException.class, () -> TokenVault.open(file, key(1)));
    }

    @Test
    void aVaultThatMustBeThereIsAskedFor() {
        Path file = folder.resolve("mistyped");
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> TokenVault.existing(file, key(1)));
        assertEquals(ErrorCode.INVALID_FILE, refused.code());
        assertTrue(refused.getMessage().contains("mistyped"), refused.getMessage());
    }
}
