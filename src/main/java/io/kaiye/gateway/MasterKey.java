package io.kaiye.gateway;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The key that the secrets of a home are encrypted with: 32 bytes in base64, from the environment,
 * else from the file {@code secrets/master-key}. Never printed. Safe for threads.
 */
public final class MasterKey {
    /** The variable of the environment. */
    public static final String VARIABLE = "KAIYE_MASTER_KEY";

    private static final int BYTES = 32;
    private static final int KEY_ID = 1;

    private final Path file;
    private final Optional<String> given;

    /**
     * @param given what stands in the environment; empty for nothing
     */
    public MasterKey(Path home, Optional<String> given) {
        this.file = home.resolve("secrets").resolve("master-key");
        this.given = given.map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The key, made and kept in the file where there is none yet. */
    Aead make() {
        if (given.isEmpty() && !Files.exists(file)) {
            byte[] bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            try {
                PrivateFiles.folder(file.getParent());
                PrivateFiles.create(file, Base64.getEncoder().encodeToString(bytes) + "\n");
            } catch (IOException e) {
                throw AtomicFiles.failure(file, e);
            }
        }
        return find();
    }

    /**
     * The key.
     *
     * @throws KaiyeException INVALID_FILE if there is none, or if it is not 32 bytes in base64
     */
    Aead find() {
        if (given.isPresent()) {
            return aead(VARIABLE, given.get());
        }
        try {
            return aead(file.toString(), Files.readString(file).strip());
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    "There is no master key: neither " + VARIABLE + " nor " + file + ".",
                    e);
        }
    }

    private static Aead aead(String place, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == BYTES) {
                return aead(bytes);
            }
        } catch (IllegalArgumentException e) {
            // The same words fit both.
        }
        throw new KaiyeException(
                ErrorCode.INVALID_FILE,
                place + " is not 32 bytes in base64. Make one: openssl rand -base64 32");
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
