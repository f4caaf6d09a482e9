package io.kaiye.base;

import java.time.Duration;

/**
 * What computing costs us: integer micros (millionths of a dollar) for one core during one hour.
 *
 * @param microsPerCoreHour from 0 to 1,000,000,000
 */
public record CostRate(long microsPerCoreHour) {
    /** 40,000 micros, about what large clouds ask for one general-purpose core on demand. */
    public static final CostRate DEFAULT = new CostRate(40_000);

    /** The environment variable that names another rate, in micros. */
    public static final String VARIABLE = "KAIYE_CORE_HOUR_MICROS";

    private static final long MICROS_MAX = 1_000_000_000L;
    private static final long MICROS_PER_HOUR = 3_600_000_000L;

    public CostRate {
        if (microsPerCoreHour < 0 || microsPerCoreHour > MICROS_MAX) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The cost of a core-hour is "
                            + microsPerCoreHour
                            + " micros; accepted are 0 to "
                            + MICROS_MAX
                            + ".");
        }
    }

    /** The rate that {@link #VARIABLE} names, else {@link #DEFAULT}. */
    public static CostRate fromEnvironment() {
        String named = System.getenv(VARIABLE);
        if (named == null || named.isBlank()) {
            return DEFAULT;
        }
        try {
            return new CostRate(Long.parseLong(named.trim()));
        } catch (NumberFormatException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    VARIABLE
                            + " is '"
                            + named
                            + "'; accepted is a whole number of micros, such as 40000 for $0.04 a"
                            + " core-hour.",
                    e);
        }
    }

    /** Cost in micros of so many cores held for so long, rounded up. */
    public long costMicros(Duration wall, int cores) {
        long coreMicros = Math.multiplyExact(wall.toNanos() / 1000, (long) cores);
        return Math.ceilDiv(Math.multiplyExact(coreMicros, microsPerCoreHour), MICROS_PER_HOUR);
    }
}
