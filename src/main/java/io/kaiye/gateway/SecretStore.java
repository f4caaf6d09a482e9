package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.PrivateFiles;
import io.kaiye.privacy.AesKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keys of upstreams, encrypted in the file {@code secrets/upstreams} of a home: AES-256-GCM, each
 * bound to its name. The master key is {@link MasterKey}'s. Used by one thread; the last of two
 * processes that change it at one time wins.
 */
public final class SecretStore {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Path file;
    private final MasterKey masterKey;

    public SecretStore(Path home, MasterKey masterKey) {
        this.file = home.resolve("secrets").resolve("upstreams");
        this.masterKey = masterKey;
    }

    /**
     * Keeps a secret, in the place of one of that name.
     *
     * @throws KaiyeException INVALID_ARGUMENT if the name or the value is not accepted
     */
    public void set(String name, String value) {
        checkName(name);
        if (!UpstreamKey.isAccepted(value)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The secret has "
                            + value.length()
                            + " characters or some that do not print; accepted are "
                            + UpstreamKey.ACCEPTED
                            + ".");
        }
        ObjectNode secrets = read();
        secrets.put(name, encrypted(name, value));
        write(secrets);
    }

    /** The names, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        read().fieldNames().forEachRemaining(names::add);
        names.sort(null);
        return names;
    }

    /** Forgets a secret; false if there is none of that name. */
    public boolean remove(String name) {
        ObjectNode secrets = read();
        if (secrets.remove(name) == null) {
            return false;
        }
        write(secrets);
        return true;
    }

    /**
     * The secret itself; only for the header that carries it.
     *
     * @throws KaiyeException CORRUPT_FILE if it cannot be decrypted with this master key
     */
    public Optional<String> reveal(String name) {
        JsonNode kept = read().get(name);
        return kept == null ? Optional.empty() : Optional.of(decrypted(name, kept.asText()));
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The name of a secret is '"
                            + name
                            + "'; accepted are 1 to 64 letters, digits and . _ -");
        }
    }

    private String encrypted(String name, String value) {
        byte[] bytes = masterKey.make().encrypt(utf8(value), utf8(name));
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String decrypted(String name, String text) {
        AesKey key = masterKey.find();
        return decoded(text)
                .flatMap(secret -> key.decrypt(secret, utf8(name)))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.CORRUPT_FILE,
                                        "The secret "
                                                + name
                                                + " cannot be decrypted: the master key is another"
                                                + " than when it was set, or "
                                                + file
                                                + " is damaged. Set it again: kaiye secret set "
                                                + name));
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode read() {
        if (!Files.exists(file)) {
            return Json.mapper().createObjectNode();
        }
        return Json.read(file, ObjectNode.class);
    }

    private void write(ObjectNode secrets) {
        try {
            PrivateFiles.folder(file.getParent());
            AtomicFiles.write(file, out -> out.write(Json.bytes(secrets)));
            PrivateFiles.onlyOwner(file);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }
}
