package io.kaiye.base;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
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
        Chance chance = new Chance();
        return () -> prefix + HexFormat.of().formatHex(chance.bytes(RANDOM_BYTES));
    }

    /**
     * Gives {@code prefix}, 12 hexadecimal digits of the time and 20 random ones: later ids sort
     * after earlier ones, which keeps an index of them small and quick. Safe for threads.
     */
    public static Supplier<String> ordered(String prefix, InstantSource clock) {
        Chance chance = new Chance();
        return () ->
                prefix
                        + HexFormat.of().toHexDigits(clock.millis(), TIME_DIGITS)
                        + HexFormat.of().formatHex(chance.bytes(ORDERED_RANDOM_BYTES));
    }

    /** Random bytes for many ids, asked of the system at once. Each is given once. */
    private static final class Chance {
        private static final int BYTES_AT_ONCE = 1200;

        private final SecureRandom random = new SecureRandom();
        private final byte[] bytes = new byte[BYTES_AT_ONCE];
        private int given = BYTES_AT_ONCE;

        synchronized byte[] bytes(int count) {
            if (given + count > BYTES_AT_ONCE) {
                random.nextBytes(bytes);
                given = 0;
            }
            byte[] next = Arrays.copyOfRange(bytes, given, given + count);
            Arrays.fill(bytes, given, given + count, (byte) 0);
            given += count;
            return next;
        }
    }
}
