package io.kaiye.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A row copied out of a result set; the names are shared by all rows of one answer. */
final class ColumnsRow implements Row {
    private final Map<String, Integer> columns;
    private final @Nullable Object[] values;

    ColumnsRow(Map<String, Integer> columns, @Nullable Object[] values) {
        this.columns = columns;
        this.values = values;
    }

    static Map<String, Integer> index(List<String> names) {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            columns.put(names.get(i), i);
        }
        return columns;
    }

    @Override
    public String text(String column) {
        return String.valueOf(present(column));
    }

    @Override
    public long number(String column) {
        return whole(asNumber(column, present(column)));
    }

    @Override
    public double real(String column) {
        return asNumber(column, present(column)).doubleValue();
    }

    @Override
    public Optional<String> optionalText(String column) {
        return Optional.ofNullable(value(column)).map(String::valueOf);
    }

    @Override
    public OptionalLong optionalNumber(String column) {
        Object value = value(column);
        return value == null
                ? OptionalLong.empty()
                : OptionalLong.of(whole(asNumber(column, value)));
    }

    @Override
    public Instant instant(String column) {
        return Instant.ofEpochMilli(number(column));
    }

    private static Number asNumber(String column, Object value) {
        return switch (value) {
            case Number number -> number;
            case Boolean flag -> flag ? 1 : 0; // of a comparison, for PostgreSQL
            default ->
                    throw new IllegalStateException(
                            "column " + column + " is not a number: " + value);
        };
    }

    /** A sum may come as a decimal that is too large for 64 bits; then it is not cut. */
    private static long whole(Number number) {
        return number instanceof BigDecimal decimal
                ? decimal.toBigInteger().longValueExact()
                : number.longValue();
    }

    private Object present(String column) {
        Object value = value(column);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is NULL");
        }
        return value;
    }

    private @Nullable Object value(String column) {
        Integer index = columns.get(column);
        if (index == null) {
            throw new IllegalStateException("no column " + column + " among " + columns.keySet());
        }
        return values[index];
    }
}
