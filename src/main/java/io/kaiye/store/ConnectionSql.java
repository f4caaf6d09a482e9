package io.kaiye.store;

import io.kaiye.base.KaiyeException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** SQL on the connection of one transaction. */
final class ConnectionSql implements Sql {
    private final StatementCache statements;
    private final Dialect dialect;
    private final Map<Class<?>, BeforeCommit> gathered = new LinkedHashMap<>();
    private @Nullable KaiyeException failure;

    ConnectionSql(StatementCache statements, Dialect dialect) {
        this.statements = statements;
        this.dialect = dialect;
    }

    @Override
    public List<Row> query(String sql, Object... values) {
        try {
            StatementCache.Prepared prepared = statements.prepared(sql);
            bind(prepared.statement(), values);
            try (ResultSet answer = prepared.statement().executeQuery()) {
                return rows(answer, prepared.columns(answer.getMetaData()));
            }
        } catch (SQLException e) {
            statements.drop(sql);
            throw failed(e);
        }
    }

    @Override
    public int update(String sql, Object... values) {
        try {
            PreparedStatement statement = statements.prepared(sql).statement();
            bind(statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            statements.drop(sql);
            throw failed(e);
        }
    }

    @Override
    public <T extends BeforeCommit> T gathering(Class<T> type, Supplier<T> make) {
        return type.cast(gathered.computeIfAbsent(type, any -> make.get()));
    }

    @Override
    public void writeGathered() {
        if (!gathered.isEmpty()) {
            List<BeforeCommit> all = List.copyOf(gathered.values());
            gathered.clear();
            all.forEach(one -> one.write(this));
        }
    }

    /**
     * Throws what a statement failed with, if the work went on all the same: PostgreSQL would
     * commit nothing and say nothing, SQLite the half of it.
     */
    void requireWhole() {
        if (failure != null) {
            throw failure;
        }
    }

    private KaiyeException failed(SQLException e) {
        KaiyeException meant = dialect.failure(e);
        failure = meant;
        return meant;
    }

    private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            Object plain = plain(value instanceof Optional<?> some ? some.orElse(null) : value);
            switch (plain) {
                case String text -> statement.setString(i + 1, text);
                case Long number -> statement.setLong(i + 1, number);
                case null, default -> statement.setObject(i + 1, plain);
            }
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Instant instant -> instant.toEpochMilli();
            case Boolean flag -> flag ? 1L : 0L;
            case Enum<?> constant -> constant.name();
            case String text -> text;
            case Integer number ->
                    number.longValue(); // one type for each place, or it is prepared again
            case Number number -> number;
            case byte[] bytes -> bytes;
            default ->
                    throw new IllegalArgumentException(
                            "not a value for SQL: " + value.getClass().getName());
        };
    }

    private static List<Row> rows(ResultSet answer, Map<String, Integer> columns)
            throws SQLException {
        int width = answer.getMetaData().getColumnCount();
        List<Row> rows = new ArrayList<>();
        while (answer.next()) {
            @Nullable Object[] values = new @Nullable Object[width];
            for (int i = 0; i < width; i++) {
                values[i] = answer.getObject(i + 1);
            }
            rows.add(new ColumnsRow(columns, values));
        }
        return rows;
    }
}
