package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds the keys of upstreams where the configuration says they are. Safe for threads. */
public final class UpstreamKeys {
    private final Path home;
    private final Function<String, @Nullable String> environment;
    private final Function<String, Optional<String>> secrets;

    /**
     * @param home relative files are below it
     * @param environment gives variables, null for none
     * @param secrets opens the encrypted store; gives a secret where there is one
     */
    public UpstreamKeys(
            Path home,
            Function<String, @Nullable String> environment,
            Function<String, Optional<String>> secrets) {
        this.home = home;
        this.environment = environment;
        this.secrets = secrets;
    }

    /**
     * Finds a key.
     *
     * @throws KaiyeException INVALID_FILE if there is none, or none that fits into a header
     */
    UpstreamKey find(KeySource source) {
        return switch (source.place()) {
            case NONE -> UpstreamKey.NONE;
            case ENV -> {
                String value = environment.apply(source.name());
                yield checked(source, value == null ? "" : value);
            }
            case FILE -> checked(source, read(home.resolve(source.name())));
            case SECRET -> checked(source, secrets.apply(source.name()).orElse(""));
        };
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE, "cannot read its key from " + file + ".", e);
        }
    }

    private static UpstreamKey checked(KeySource source, String value) {
        String key = value.strip();
        UnaryOperator<String> hint =
                what ->
                        "its key, "
                                + source.place().name().toLowerCase(java.util.Locale.ROOT)
                                + ":"
                                + source.name()
                                + ", "
                                + what;
        if (key.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    hint.apply(
                            source.place() == KeySource.Place.SECRET
                                    ? "is not in the store; put it there: ./kaiye secret set "
                                            + source.name()
                                    : "is empty or not there. Set it, or keep the key with"
                                            + " ./kaiye secret set NAME and write key:"
                                            + " secret:NAME."));
        }
        if (!UpstreamKey.isAccepted(key)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    hint.apply("is no key; accepted are " + UpstreamKey.ACCEPTED + "."));
        }
        return new UpstreamKey(key);
    }
}
