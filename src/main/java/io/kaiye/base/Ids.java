package io.kaiye.base;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Identifiers that nobody can guess and that never meet again. */
public final class Ids {
    private static final int RANDOM_BYTES = 12;
    private static final int ORDERED_RANDOM_BYTES = 10;
    private static final int TIME_DIGITS = 12;

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

    /**
     * Gives {@code prefix}, 12 hexadecimal digits of the time and 20 random ones: later ids sort
     * after earlier ones, which keeps an index of them small and quick. Safe for threads.
     */
    public static Supplier<String> ordered(String prefix, InstantSource clock) {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[ORDERED_RANDOM_BYTES];
            random.nextBytes(bytes);
            return prefix
                    + HexFormat.of().toHexDigits(clock.millis(), TIME_DIGITS)
                    + HexFormat.of().formatHex(bytes);
        };
    }
}
