package io.kaiye.ledger;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that the hashes of keys are made with: 32 random bytes in a file of the home, which
 * only its owner may read, and not in the database, so that a copy of the database opens nothing.
 * Safe for threads.
 */
final class Pepper {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec secret;

    private Pepper(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * Reads the file, making it first if there is none and none is needed.
     *
     * @param needed that keys are there which were hashed with it
     * @throws KaiyeException CORRUPT_FILE if it is gone though it is needed, or has another length;
     *     NOT_WRITABLE, DISK_FULL
     */
    static Pepper of(Path home, boolean needed) {
        Path file = home.resolve("secrets").resolve("key-pepper");
        try {
            if (!Files.isRegularFile(file)) {
                if (needed) {
                    throw gone(file, "is missing");
                }
                make(file);
            }
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != BYTES) {
                throw gone(file, "has " + secret.length + " bytes, not " + BYTES);
            }
            return new Pepper(secret);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    private static KaiyeException gone(Path file, String what) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                file
                        + " "
                        + what
                        + ": without it no key is known. Put back the copy that belongs to this"
                        + " home. If it is lost, revoke every key, delete what is left of the file,"
                        + " and make new keys.");
    }

    private static void make(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        AtomicFiles.write(file, out -> out.write(secret));
    }

    /** 64 hexadecimal digits. */
    String hash(String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
