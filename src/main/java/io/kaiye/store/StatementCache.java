package io.kaiye.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prepared statements of one connection, the least recently used closed first: to prepare one takes
 * longer than to run it. Not for threads at once, as the connection is not.
 */
final class StatementCache {
    private static final int KEPT_MAX = 64;

    private final Connection connection;
    private final LinkedHashMap<String, Prepared> kept = new LinkedHashMap<>(KEPT_MAX, 0.75f, true);

    /** A statement with the places of its answer's columns. */
    static final class Prepared {
        private final PreparedStatement statement;
        private @Nullable Map<String, Integer> columns;

        private Prepared(PreparedStatement statement) {
            this.statement = statement;
        }

        PreparedStatement statement() {
            return statement;
        }

        /** By name, the same for every answer of the statement. */
        Map<String, Integer> columns(ResultSetMetaData answer) throws SQLException {
            Map<String, Integer> known = columns;
            if (known == null) {
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= answer.getColumnCount(); i++) {
                    names.add(answer.getColumnLabel(i));
                }
                known = ColumnsRow.index(names);
                columns = known;
            }
            return known;
        }
    }

    StatementCache(Connection connection) {
        this.connection = connection;
    }

    /** A statement ready for new values; stays this cache's to close. */
    Prepared prepared(String sql) throws SQLException {
        Prepared known = kept.get(sql);
        if (known != null) {
            return known;
        }
        if (kept.size() >= KEPT_MAX) {
            drop(kept.keySet().iterator().next());
        }
        Prepared made = new Prepared(connection.prepareStatement(sql));
        kept.put(sql, made);
        return made;
    }

    /** After a failure it is not known in what state the statement is. */
    void drop(String sql) {
        Prepared failed = kept.remove(sql);
        if (failed != null) {
            try {
                failed.statement.close();
            } catch (SQLException e) {
                // Closed with the connection at the latest.
            }
        }
    }
}
