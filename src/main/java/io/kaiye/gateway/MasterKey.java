package io.kaiye.gateway;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.PrivateFiles;
import io.kaiye.privacy.AesKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key that the secrets of a home are encrypted with: 32 bytes in base64, from the environment,
 * else from the file {@code secrets/master-key}. Never printed. Safe for threads.
 */
public final class MasterKey {
    /** The variable of the environment. */
    public static final String VARIABLE = "KAIYE_MASTER_KEY";

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
    AesKey make() {
        if (given.isEmpty() && !Files.exists(file)) {
            try {
                PrivateFiles.folder(file.getParent());
                PrivateFiles.create(file, AesKey.newBase64() + "\n");
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
    AesKey find() {
        if (given.isPresent()) {
            return key(VARIABLE, given.get());
        }
        try {
            return key(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    "There is no master key: neither " + VARIABLE + " nor " + file + ".",
                    e);
        }
    }

    private static AesKey key(String place, String text) {
        return AesKey.ofBase64(text, place, ErrorCode.INVALID_FILE);
    }

    @Override
    public String toString() {
        return "***";
    }
}
