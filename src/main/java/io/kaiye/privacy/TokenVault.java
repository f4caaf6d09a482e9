package io.kaiye.privacy;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Random tokens and the values they stand for, in one encrypted file (AES-256-GCM by Tink) apart
 * from the data. The same value of the same kind has one token. Nothing is on the disk before
 * {@link #save}: call it before the data with the tokens leaves. Safe for threads; one process at a
 * time, the last to save wins.
 */
public final class TokenVault {
    /** More tokens than this are refused: the file is read and written as a whole. */
    static final int TOKENS_MAX = 1_000_000;

    private static final int LETTERS = 20;
    private static final Pattern TOKEN = Pattern.compile("<[A-Z_]{3,16}:[a-p]{20}>");
    private static final byte[] PURPOSE = "kaiye-token-vault-1".getBytes(StandardCharsets.UTF_8);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final AesKey key;
    private final Map<String, String> values;
    private final Map<String, String> tokens = new HashMap<>();

    private TokenVault(Path file, AesKey key, Map<String, String> values) {
        this.file = file;
        this.key = key;
        this.values = new LinkedHashMap<>(values);
        values.forEach((token, value) -> tokens.put(kindOf(token) + ":" + value, token));
    }

    /** What the file holds: values by their tokens. */
    private record Content(Map<String, String> values) {}

    /**
     * Opens the vault in that file, an empty one where there is none.
     *
     * @throws KaiyeException CORRUPT_FILE if the key is another or the file is damaged
     */
    public static TokenVault open(Path file, AesKey key) {
        return Files.exists(file) ? existing(file, key) : new TokenVault(file, key, Map.of());
    }

    /**
     * Opens the vault in a file that is there.
     *
     * @throws KaiyeException INVALID_FILE if there is none; see {@link #open}
     */
    public static TokenVault existing(Path file, AesKey key) {
        try {
            byte[] plain =
                    key.decrypt(Files.readAllBytes(file), PURPOSE)
                            .orElseThrow(() -> undecryptable(file));
            Content content = Json.parse(new String(plain, StandardCharsets.UTF_8), Content.class);
            return new TokenVault(file, key, content.values());
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private static KaiyeException undecryptable(Path file) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                "The tokens in "
                        + file
                        + " cannot be decrypted: the key is another than when they were written, or"
                        + " the file is damaged. Give the right key, or another file.");
    }

    /** Writes the file in one step, readable by its owner only. */
    public synchronized void save() {
        byte[] secret = key.encrypt(Json.bytes(new Content(values)), PURPOSE);
        AtomicFiles.write(file, out -> out.write(secret));
        try {
            PrivateFiles.onlyOwner(file);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    /** How many tokens it holds. */
    public synchronized int size() {
        return values.size();
    }

    /**
     * The token of a value, a new one where it has none.
     *
     * @throws KaiyeException TOO_LARGE after a million tokens
     */
    synchronized String token(PersonalDataKind kind, String value) {
        String about = kind.name() + ":" + value;
        String known = tokens.get(about);
        if (known != null) {
            return known;
        }
        if (values.size() == TOKENS_MAX) {
            throw new KaiyeException(
                    ErrorCode.TOO_LARGE,
                    "The vault "
                            + file
                            + " holds "
                            + TOKENS_MAX
                            + " tokens already; begin another file, or hash instead.");
        }
        StringBuilder token = new StringBuilder("<").append(kind.name()).append(':');
        for (int i = 0; i < LETTERS; i++) {
            token.append((char) ('a' + RANDOM.nextInt(16)));
        }
        String made = token.append('>').toString();
        values.put(made, value);
        tokens.put(about, made);
        return made;
    }

    /** The text with the vault's tokens replaced by their values; others stay. */
    public synchronized String reveal(String text) {
        return TOKEN.matcher(text)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        values.getOrDefault(found.group(), found.group())));
    }

    private static String kindOf(String token) {
        return token.substring(1, token.indexOf(':'));
    }
}
