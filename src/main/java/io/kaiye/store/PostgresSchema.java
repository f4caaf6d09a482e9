package io.kaiye.store;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The way of a PostgreSQL database to the newest schema. Flyway has a lock of its own, under which
 * nodes that start at once take turns, and a step that fails leaves nothing behind.
 */
final class PostgresSchema {
    /** Flyway's record of the steps; its name tells our database from another program's. */
    static final String HISTORY = "kaiye_schema_history";

    private static final String OTHER = "another database with --database";

    private PostgresSchema() {}

    static void bringUpToDate(DatabaseAddress address, Connection connection) throws SQLException {
        boolean begun =
                number(
                                connection,
                                "SELECT count(*) FROM pg_tables WHERE schemaname ="
                                        + " current_schema() AND tablename = '"
                                        + HISTORY
                                        + "'")
                        > 0;
        if (!begun) {
            refuseForeignTables(address, connection);
        }
        long version =
                begun
                        ? number(
                                connection,
                                "SELECT max(version::bigint) FROM " + HISTORY + " WHERE success")
                        : 0;
        if (version > Migrations.NEWEST) {
            throw Migrations.newer(address.toString(), version, OTHER);
        }
        if (version < Migrations.NEWEST) {
            migrate(address);
        }
    }

    /** A missing permission or a lost connection is no damage. */
    private static void migrate(DatabaseAddress address) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(address.revealUrl());
        try {
            Migrations.migrate(
                    Migrations.configuration().dataSource(source).table(HISTORY).group(true),
                    "postgresql",
                    address.toString());
        } catch (KaiyeException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql && PostgresFailures.isOfSurroundings(sql)) {
                    throw sql;
                }
            }
            throw e;
        }
    }

    private static void refuseForeignTables(DatabaseAddress address, Connection connection)
            throws SQLException {
        if (number(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
                > 0) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    address
                            + " has tables of another program. Make an empty database for Kaiye, or"
                            + " name an empty schema with &currentSchema=NAME.");
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            return answer.next() ? answer.getLong(1) : 0;
        }
    }
}
