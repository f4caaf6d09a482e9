package io.kaiye.registry;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.regex.Pattern;

/**
 * How people point at a version: {@code name} (its champion), {@code name@challenger}, {@code
 * name@3} (the number), {@code name@1f0c9a42} (eight or more digits of the id).
 */
record Reference(String model, Selector selector) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,7}");
    private static final Pattern ID_PREFIX = Pattern.compile("[0-9a-f]{8,64}");

    /** Which version of the model. */
    sealed interface Selector {
        record Alias(String name) implements Selector {}

        record Numbered(int number) implements Selector {}

        record IdPrefix(String prefix) implements Selector {}
    }

    /** Reads a reference; INVALID_ARGUMENT if it is not one. */
    static Reference parse(String text) {
        String trimmed = text.strip();
        int at = trimmed.indexOf('@');
        if (at < 0) {
            return new Reference(Names.model(trimmed), new Selector.Alias(AliasMove.CHAMPION));
        }
        return new Reference(
                Names.model(trimmed.substring(0, at)),
                selector(trimmed, trimmed.substring(at + 1)));
    }

    static boolean looksLikeId(String text) {
        return ID_PREFIX.matcher(text).matches();
    }

    @Override
    public String toString() {
        return switch (selector) {
            case Selector.Alias alias -> model + "@" + alias.name();
            case Selector.Numbered number -> model + "@" + number.number();
            case Selector.IdPrefix prefix -> model + "@" + prefix.prefix();
        };
    }

    private static Selector selector(String whole, String text) {
        if (NUMBER.matcher(text).matches()) {
            return new Selector.Numbered(Integer.parseInt(text));
        }
        if (looksLikeId(text)) {
            return new Selector.IdPrefix(text);
        }
        if (text.isEmpty() || text.contains("@")) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "'"
                            + Names.shown(whole)
                            + "' names no version: write NAME, NAME@champion, NAME@3 or NAME@ with"
                            + " eight or more digits of the id. See: kaiye models list");
        }
        return new Selector.Alias(Names.alias(text));
    }
}
