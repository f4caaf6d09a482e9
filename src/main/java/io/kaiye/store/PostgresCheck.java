package io.kaiye.store;

import java.util.ArrayList;
import java.util.List;

/** What a PostgreSQL server knows to be wrong with its database, in sentences. */
final class PostgresCheck {
    private static final List<String> CHECKS =
            List.of(
                    """
                    SELECT 'pages of the database failed their checksums: '
                        || checksum_failures AS problem
                    FROM pg_stat_database
                    WHERE datname = current_database() AND checksum_failures > 0
                    """,
                    """
                    SELECT 'the trigger ' || t.tgname || ' of ' || c.relname
                        || ' is switched off' AS problem
                    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                    JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = current_schema() AND t.tgenabled <> 'O'
                    """,
                    """
                    SELECT 'the index ' || c.relname || ' is not valid' AS problem
                    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = current_schema() AND NOT (i.indisvalid AND i.indisready)
                    """,
                    """
                    SELECT 'the rule ' || o.conname || ' was never checked' AS problem
                    FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace
                    WHERE n.nspname = current_schema() AND NOT o.convalidated
                    """,
                    """
                    SELECT 'full_page_writes is off: a crash may tear pages' AS problem
                    WHERE current_setting('full_page_writes') = 'off'
                    """);

    private PostgresCheck() {}

    static List<String> problems(Sql sql) {
        List<String> problems = new ArrayList<>();
        for (String check : CHECKS) {
            sql.query(check).forEach(row -> problems.add(row.text("problem")));
        }
        return problems;
    }
}
