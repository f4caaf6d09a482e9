package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/** What an encoder is, as one hash: its files and the settings that change its vectors. */
final class ContentHash {
    private ContentHash() {}

    static String of(List<Path> files, Pooling pooling, int maxTokens) {
        MessageDigest digest = Sha256.digest();
        for (Path file : files) {
            try {
                digest.update(Sha256.of(file).getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new KaiyeException(
                        ErrorCode.CORRUPT_FILE, "Cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        digest.update((pooling + " " + maxTokens).getBytes(StandardCharsets.US_ASCII));
        return Sha256.hex(digest);
    }
}
