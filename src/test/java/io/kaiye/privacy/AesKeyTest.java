package io.kaiye.privacy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AesKeyTest {
    private static final byte[] PLAIN = {1, 2, 3};
    private static final byte[] BOUND = {4};

    private static AesKey key(String text) {
        return AesKey.ofBase64(text, "The key in X", ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void whatWasEncryptedComesBackUnderTheSameKeyAndBoundBytesOnly() {
        String text = AesKey.newBase64();
        byte[] secret = key(text).encrypt(PLAIN, BOUND);
        assertArrayEquals(PLAIN, key(text + "\n").decrypt(secret, BOUND).orElseThrow());
        assertTrue(key(text).decrypt(secret, new byte[] {5}).isEmpty());
        assertTrue(key(AesKey.newBase64()).decrypt(secret, BOUND).isEmpty());
        secret[secret.length - 1]++;
        assertTrue(key(text).decrypt(secret, BOUND).isEmpty());
        assertTrue(key(text).decrypt(new byte[0], BOUND).isEmpty());
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        for (String text : List.of("c2hvcnQ=", "no base64!", "")) {
            KaiyeException refused = assertThrows(KaiyeException.class, () -> key(text));
            assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
            assertEquals(
                    "The key in X is not 32 bytes in base64. Make one: openssl rand -base64 32",
                    refused.getMessage());
        }
        assertEquals("***", key(AesKey.newBase64()).toString());
    }
}
