package io.kaiye.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Writes the rows of a query against a JDBC database as CSV, some at a time. The database is only
 * read: the transaction is read-only and rolled back.
 */
final class QueryCopy {
    private static final int FETCH_ROWS = 1000;
    private static final int LOGIN_SECONDS_MAX = 20;
    private static final Pattern SECRET =
            Pattern.compile("(?i)(password|pwd)=[^&\\s]*|//[^/\\s]*@");

    private final String url;
    private final String sql;
    private final Progress progress;

    /**
     * @param url such as jdbc:postgresql://host/database?user=reader; SQLite and PostgreSQL are on
     *     board
     */
    QueryCopy(String url, String sql, Progress progress) {
        this.url = url;
        this.sql = sql;
        this.progress = progress;
    }

    /** The address without its secrets, to be remembered. */
    static String shown(String url) {
        return SECRET.matcher(url)
                .replaceAll(found -> found.group().endsWith("@") ? "//" : "$1=***");
    }

    void write(Path target) {
        DriverManager.setLoginTimeout(LOGIN_SECONDS_MAX);
        try (Connection connection = DriverManager.getConnection(url, readOnly())) {
            if (!isSqlite()) {
                connection.setReadOnly(true);
            }
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH_ROWS);
                try (ResultSet rows = statement.executeQuery(sql)) {
                    write(rows, target);
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The query to "
                            + shown(url)
                            + " failed: "
                            + SECRET.matcher(String.valueOf(e.getMessage()))
                                    .replaceAll("***")
                                    .strip()
                            + ". Accepted is --query \"SELECT …\" with --url"
                            + " jdbc:postgresql://HOST/DATABASE?user=USER or jdbc:sqlite:FILE."
                            + " Nothing was imported.",
                    e);
        }
    }

    /** SQLite must be told so before it opens the file; 1 is its SQLITE_OPEN_READONLY. */
    private Properties readOnly() {
        Properties options = new Properties();
        if (isSqlite()) {
            options.setProperty("open_mode", "1");
        }
        return options;
    }

    private boolean isSqlite() {
        return url.startsWith("jdbc:sqlite:");
    }

    private void write(ResultSet rows, Path target) throws SQLException {
        ResultSetMetaData about = rows.getMetaData();
        List<String> fields = new ArrayList<>();
        try (CsvWriter csv = CsvWriter.builder().build(Files.newBufferedWriter(target));
                Progress.Task task = progress.start("Reading query", 0, "rows")) {
            for (int i = 1; i <= about.getColumnCount(); i++) {
                fields.add(about.getColumnLabel(i));
            }
            csv.writeRecord(fields);
            while (rows.next()) {
                fields.clear();
                for (int i = 1; i <= about.getColumnCount(); i++) {
                    String value = rows.getString(i);
                    fields.add(value == null ? "" : value.replace("\u0000", ""));
                }
                csv.writeRecord(fields);
                task.advance(1);
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(target, e);
        }
    }
}
