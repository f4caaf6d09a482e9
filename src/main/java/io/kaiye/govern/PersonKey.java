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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names a person in the audit log without saying who it is: HMAC-SHA256 under 32 random bytes in a
 * file of the home, which only its owner may read. The same texts give the same name. Encrypts who
 * took consent back, which has to be known later.
 */
final class PersonKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** No person is called this: terms do not begin with a line break. */
    private static final String SEALING = "\nkaiye-withdrawal-1";

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

    /**
     * Encrypts what tells a person.
     *
     * @param about what it belongs to, without which it cannot be decrypted
     */
    String seal(String plain, String about) {
        try {
            if (!Files.isRegularFile(file)) {
                make();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            new SecureRandom().nextBytes(nonce);
            byte[] secret =
                    cipher(Cipher.ENCRYPT_MODE, nonce, about)
                            .doFinal(plain.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(nonce) + HexFormat.of().formatHex(secret);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** What {@link #seal} encrypted; empty where the key is another or is not there. */
    Optional<String> open(String sealed, String about) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = HexFormat.of().parseHex(sealed);
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, nonce, about)
                            .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** AES-256-GCM under a key that is derived from the file's, for this one use. */
    private Cipher cipher(int mode, byte[] nonce, String about)
            throws IOException, GeneralSecurityException {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(read(), ALGORITHM));
        byte[] derived = mac.doFinal(SEALING.getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derived, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    Path file() {
        return file;
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
                            + " it: persons have other names in the audit log from then on, and"
                            + " withdrawals of consent have to be recorded again.");
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
