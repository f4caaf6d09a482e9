package io.kaiye.privacy;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret under which values are hashed; never printed. Safe for threads. */
public final class HashKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES_MIN = 16;
    private static final int HASH_BYTES = 8;

    private final SecretKeySpec key;

    /**
     * @throws KaiyeException INVALID_ARGUMENT if it is shorter than 16 bytes
     */
    public HashKey(byte[] bytes) {
        if (bytes.length < BYTES_MIN) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The key for hashes has "
                            + bytes.length
                            + " bytes; it takes at least "
                            + BYTES_MIN
                            + ". Make one: openssl rand -base64 32");
        }
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** 16 letters a to p, 64 bits: letters alone, so that no hash looks like a number. */
    String letters(PersonalDataKind kind, String canonical) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(kind.word().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] hash = mac.doFinal(canonical.getBytes(StandardCharsets.UTF_8));
            StringBuilder letters = new StringBuilder(2 * HASH_BYTES);
            for (int i = 0; i < HASH_BYTES; i++) {
                letters.append((char) ('a' + (hash[i] >> 4 & 15)));
                letters.append((char) ('a' + (hash[i] & 15)));
            }
            return letters.toString();
        } catch (GeneralSecurityException e) {
            throw new KaiyeException(ErrorCode.INTERNAL, "HMAC-SHA-256 cannot be had.", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
