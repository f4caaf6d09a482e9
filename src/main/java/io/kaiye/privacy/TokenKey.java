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
import java.util.Base64;

/** The key of a {@link TokenVault}: 32 bytes for AES-256-GCM; never printed. Safe for threads. */
public final class TokenKey {
    private static final int BYTES = 32;
    private static final int KEY_ID = 1;

    private final Aead aead;

    private TokenKey(Aead aead) {
        this.aead = aead;
    }

    /**
     * The key that is written so.
     *
     * @throws KaiyeException INVALID_ARGUMENT if it is not 32 bytes in base64
     */
    public static TokenKey ofBase64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == BYTES) {
                return new TokenKey(aead(bytes));
            }
        } catch (IllegalArgumentException e) {
            // The same words fit both.
        }
        throw new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                "The key for tokens is not 32 bytes in base64. Make one: openssl rand -base64 32");
    }

    Aead aead() {
        return aead;
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
