package io.kaiye.govern;

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
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names a person in the audit log without saying who it is: HMAC-SHA256 under 32 random bytes in a
 * file of the home, which only its owner may read. The same texts give the same name.
 */
final class PersonKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final Path file;

    PersonKey(Path home) {
        this.file = home.resolve("secrets").resolve("person-key");
    }

    /** 64 hexadecimal digits; the key is made when it is first wanted. */
    String of(PersonQuery query) {
        List<String> terms = query.folded().stream().sorted().toList();
        try {
            if (!Files.isRegularFile(file)) {
                make();
            }
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(read(), ALGORITHM));
            byte[] said = String.join("\n", terms).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(said));
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private byte[] read() throws IOException {
        byte[] secret = Files.readAllBytes(file);
        if (secret.length != BYTES) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    file
                            + " has "
                            + secret.length
                            + " bytes, not "
                            + BYTES
                            + ". Put back the copy that belongs to this home; if it is lost, delete"
                            + " it: persons have other names in the audit log from then on.");
        }
        return secret;
    }

    private void make() throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        AtomicFiles.write(file, out -> out.write(secret));
    }
}
