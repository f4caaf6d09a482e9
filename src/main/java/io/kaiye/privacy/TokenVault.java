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
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Random tokens and the values they stand for, in one encrypted file (AES-256-GCM by Tink) apart
 * from the data. The same value of the same kind has one token. Nothing is on the disk before
 * {@link #save}: call it before the data with the tokens leaves. From {@link #open} to {@link
 * #close} nobody else has it open to save, so that no token is lost. Safe for threads.
 */
public final class TokenVault implements AutoCloseable {
    /** More tokens than this are refused: the file is read and written as a whole. */
    static final int TOKENS_MAX = 1_000_000;

    /** How long one waits for another who has the vault open. */
    static final Duration BUSY_WAIT = Duration.ofSeconds(10);

    private static final int LETTERS = 20;
    private static final Pattern TOKEN = Pattern.compile("<[A-Z_]{3,16}:[a-p]{20}>");
    private static final byte[] PURPOSE = "kaiye-token-vault-1".getBytes(StandardCharsets.UTF_8);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final AesKey key;
    private final Optional<VaultLock> lock;
    private final Map<String, String> values;
    private final Map<String, String> tokens = new HashMap<>();

    private TokenVault(
            Path file, AesKey key, Optional<VaultLock> lock, Map<String, String> values) {
        this.file = file;
        this.key = key;
        this.lock = lock;
        this.values = new LinkedHashMap<>(values);
        values.forEach((token, value) -> tokens.put(kindOf(token) + ":" + value, token));
    }

    /** What the file holds: values by their tokens. */
    private record Content(Map<String, String> values) {}

    /**
     * Opens the vault in that file, an empty one where there is none, for nobody else until it is
     * closed.
     *
     * @throws KaiyeException VAULT_BUSY if another still has it open after 10 seconds; CORRUPT_FILE
     *     if the key is another or the file is damaged
     */
    public static TokenVault open(Path file, AesKey key) {
        return open(file, key, BUSY_WAIT);
    }

    /**
     * @param wait for another who has it open
     */
    static TokenVault open(Path file, AesKey key, Duration wait) {
        Path place = VaultLock.place(file);
        VaultLock lock = VaultLock.take(place, wait);
        boolean opened = false;
        try { // read only now: what the other has saved is in it
            TokenVault vault =
                    new TokenVault(place, key, Optional.of(lock), valuesIfThere(place, key));
            opened = true;
            return vault;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /**
     * The vault as it is now, an empty one where there is none, whoever has it open. What is added
     * is forgotten: it cannot be saved.
     *
     * @throws KaiyeException CORRUPT_FILE if the key is another or the file is damaged
     */
    public static TokenVault unsaved(Path file, AesKey key) {
        return new TokenVault(file, key, Optional.empty(), valuesIfThere(file, key));
    }

    /**
     * As {@link #unsaved}, of a file that has to be there.
     *
     * @throws KaiyeException INVALID_FILE if there is none
     */
    public static TokenVault existing(Path file, AesKey key) {
        return new TokenVault(file, key, Optional.empty(), values(file, key));
    }

    private static Map<String, String> valuesIfThere(Path file, AesKey key) {
        return Files.exists(file) ? values(file, key) : Map.of();
    }

    private static Map<String, String> values(Path file, AesKey key) {
        try {
            byte[] plain =
                    key.decrypt(Files.readAllBytes(file), PURPOSE)
                            .orElseThrow(() -> undecryptable(file));
            return Json.parse(new String(plain, StandardCharsets.UTF_8), Content.class).values();
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

    /**
     * Writes the file in one step, readable by its owner only.
     *
     * @throws IllegalStateException if others may have it open to save
     */
    public synchronized void save() {
        if (lock.filter(VaultLock::isHeld).isEmpty()) {
            throw new IllegalStateException("the vault was not opened to be saved, or is closed");
        }
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

    /** Lets others open it. What was not saved is lost. */
    @Override
    public synchronized void close() {
        lock.ifPresent(VaultLock::close);
    }
}
