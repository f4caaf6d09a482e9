package io.kaiye.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One row of a query's answer, columns by name. A column that is not there, or NULL where a value
 * is asked for, is a mistake in the program ({@link IllegalStateException}). Immutable.
 */
public interface Row {
    String text(String column);

    long number(String column);

    double real(String column);

    Optional<String> optionalText(String column);

    OptionalLong optionalNumber(String column);

    /** A column of milliseconds since 1970 in UTC. */
    Instant instant(String column);

    /** True for any number but 0. */
    default boolean flag(String column) {
        return number(column) != 0;
    }
}
