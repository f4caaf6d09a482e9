package io.kaiye.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * SQL inside one transaction of a {@link Store}; not to be kept after it ends, nor shared between
 * threads. Values for the question marks are text, whole numbers, doubles, booleans (1 or 0), byte
 * arrays, {@link java.time.Instant} (milliseconds) and {@link Optional} of these (empty is NULL).
 */
public interface Sql {
    /** The rows a SELECT gives, in its order. */
    List<Row> query(String sql, Object... values);

    /** Runs anything else; the number of rows it changed. */
    int update(String sql, Object... values);

    /**
     * What this transaction gathers of a kind, made when it is first asked for.
     *
     * @param type of which there is one for each transaction
     */
    <T extends BeforeCommit> T gathering(Class<T> type, Supplier<T> make);

    /** Writes what was gathered so far, for work that has to see it. */
    void writeGathered();

    /** The first row, if there is one. */
    default Optional<Row> first(String sql, Object... values) {
        return query(sql, values).stream().findFirst();
    }
}
