package io.kaiye.privacy;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** A key of 32 bytes for AES-256-GCM; written in base64, never printed. Safe for threads. */
public final class AesKey {
    private static final int BYTES = 32;
    private static final int KEY_ID = 1;

    private final Aead aead;

    private AesKey(Aead aead) {
        this.aead = aead;
    }

    /**
     * The key that is written so.
     *
     * @param what what the text is, as a message begins: "The key in X"
     * @param otherwise the code of the error if it is not 32 bytes in base64
     */
    public static AesKey ofBase64(String text, String what, ErrorCode otherwise) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == BYTES) {
                return new AesKey(aead(bytes));
            }
        } catch (IllegalArgumentException e) {
            // The same words fit both.
        }
        throw new KaiyeException(
                otherwise, what + " is not 32 bytes in base64. Make one: openssl rand -base64 32");
    }

    /** A new key at random, as {@link #ofBase64} takes it. */
    public static String newBase64() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Encrypts; each time to other bytes.
     *
     * @param bound is not in what comes out, but the same bytes are needed to decrypt it
     */
    public byte[] encrypt(byte[] plain, byte[] bound) {
        try {
            return aead.encrypt(plain, bound);
        } catch (GeneralSecurityException e) {
            throw new KaiyeException(ErrorCode.INTERNAL, "Nothing can be encrypted.", e);
        }
    }

    /** What was encrypted; empty under another key, bound to other bytes, or if it is damaged. */
    public Optional<byte[]> decrypt(byte[] secret, byte[] bound) {
        try {
            return Optional.of(aead.decrypt(secret, bound));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    @AccessesPartialKey
    private static Aead aead(byte[] bytes) {
        try {
            AeadConfig.register();
            AesGcmParameters parameters =
                    AesGcmParameters.builder()
                            .setKeySizeBytes(BYTES)
                            .setIvSizeBytes(12)
                            .setTagSizeBytes(16)
                            .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                            .build();
            AesGcmKey key =
                    AesGcmKey.builder()
                            .setParameters(parameters)
                            .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                            .build();
            return KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(key).withFixedId(KEY_ID).makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new KaiyeException(ErrorCode.INTERNAL, "AES-GCM cannot be had.", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
