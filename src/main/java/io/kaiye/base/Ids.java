package io.kaiye.base;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Identifiers that nobody can guess and that never meet again. */
public final class Ids {
    private static final int RANDOM_BYTES = 12;

    private Ids() {}

    /** Gives {@code prefix} and 24 hexadecimal digits, such as ans_5f…; safe for threads. */
    public static Supplier<String> random(String prefix) {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[RANDOM_BYTES];
            random.nextBytes(bytes);
            return prefix + HexFormat.of().formatHex(bytes);
        };
    }
}
