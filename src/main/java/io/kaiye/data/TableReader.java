package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads prepared files into tables of a {@link Duck}. Fields of CSV come in as text and get their
 * types later, from all rows; rows that do not fit go to the quarantine.
 */
final class TableReader {
    private static final String OWN = "kaiye:";
    private static final Set<String> RESERVED = Set.of("rowid", "file_row_number", "filename");

    private final Duck duck;
    private final TableSettings settings;
    private final ImportLimits limits;
    private final Quarantine quarantine;
    private final Progress progress;

    TableReader(
            Duck duck,
            TableSettings settings,
            ImportLimits limits,
            Quarantine quarantine,
            Progress progress) {
        this.duck = duck;
        this.settings = settings;
        this.limits = limits;
        this.quarantine = quarantine;
        this.progress = progress;
    }

    /** Makes {@code table} of the file's rows, in their order. */
    void read(ReadyFile file, String table) {
        switch (file.format()) {
            case CSV, TSV -> readCsv(file, table);
            case JSONL -> readJsonLines(file, table);
            case PARQUET -> readParquet(file, table);
        }
    }

    /** A name as it is, but where it means something else to DuckDB and would hide it. */
    private String free(ReadyFile file, String name, List<String> names) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!RESERVED.contains(lower) && !lower.startsWith(OWN)) {
            return name;
        }
        String other =
                (lower.startsWith(OWN) ? "kaiye_" + name.substring(OWN.length()) : name) + "_";
        while (CleanSchema.isTaken(other, names)) {
            other += "_";
        }
        progress.note(
                file.name()
                        + ": column \""
                        + name
                        + "\" is called "
                        + other
                        + ", for the name means something else to the engine.");
        return other;
    }

    private void renameReserved(ReadyFile file, String table) {
        List<String> names = duck.columns(table).stream().map(Column::name).toList();
        for (String name : names) {
            String other = free(file, name, names);
            if (!other.equals(name)) {
                duck.run(
                        "ALTER TABLE "
                                + table
                                + " RENAME "
                                + Duck.name(name)
                                + " TO "
                                + Duck.name(other));
            }
        }
    }

    /**
     * Makes {@code view} of the file's rows without storing those of CSV: every reading reads the
     * file again, which takes less than to store it. Rows that do not fit go to the quarantine
     * here, and are passed over in every reading.
     *
     * @return how many rows there are
     */
    int view(ReadyFile file, String view) {
        return switch (file.format()) {
            case CSV, TSV -> {
                duck.run("CREATE VIEW " + view + " AS SELECT * FROM " + csvRelation(file));
                int rows = Math.toIntExact(duck.number("SELECT count(*) FROM " + view));
                takeRejects(file);
                yield rows;
            }
            case JSONL, PARQUET -> {
                read(file, view);
                yield Math.toIntExact(duck.number("SELECT count(*) FROM " + view));
            }
        };
    }

    private void readCsv(ReadyFile file, String table) {
        create(table, csvRelation(file), file);
        takeRejects(file);
    }

    private String csvRelation(ReadyFile file) {
        List<String> names = Header.names(file, settings.header(), progress);
        String columns =
                names.stream()
                        .map(name -> Duck.text(free(file, name, names)) + ": 'VARCHAR'")
                        .collect(Collectors.joining(", ", "{", "}"));
        return "read_csv("
                + Duck.text(file.readable().toString())
                + ", compression = 'none', auto_detect = false, header = "
                + settings.header()
                + ", delim = "
                + Duck.text("" + file.separator())
                + ", quote = "
                + quote(file)
                + ", escape = "
                + quote(file)
                + ", columns = "
                + columns
                + ", nullstr = "
                + missing()
                + ", max_line_size = "
                + limits.fieldCharactersMax()
                + ", buffer_size = "
                + 2 * limits.fieldCharactersMax()
                + ", store_rejects = true)";
    }

    private static String quote(ReadyFile file) {
        return Duck.text(file.quote() == ReadyFile.NO_QUOTE ? "" : "" + file.quote());
    }

    private String missing() {
        return Stream.concat(Stream.of(""), settings.missing().stream())
                .map(Duck::text)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** One entry for each rejected row, with the first thing that is wrong with it. */
    private void takeRejects(ReadyFile file) {
        duck.each(
                "SELECT line, first(error_type ORDER BY column_idx),"
                        + " first(error_message ORDER BY column_idx), first(csv_line)"
                        + " FROM reject_errors GROUP BY line, line_byte_position ORDER BY 1",
                row ->
                        quarantine.add(
                                file.name(),
                                row.getLong(1),
                                reason(String.valueOf(row.getString(2)), row.getString(3)),
                                String.valueOf(row.getString(4)).stripLeading()));
        forgetRejects();
    }

    /** Lets go of what readings so far have rejected. */
    void forgetRejects() {
        duck.run("DROP TABLE IF EXISTS reject_errors");
        duck.run("DROP TABLE IF EXISTS reject_scans");
    }

    private static String reason(String type, String message) {
        return switch (type) {
            case "MISSING COLUMNS", "TOO MANY COLUMNS" ->
                    message.replace("Expected Number of Columns: ", "the header has ")
                                    .replace(" Found: ", " fields, the row ")
                            + ". Texts that hold a separator stand in double quotes";
            case "UNQUOTED VALUE" ->
                    "a double quote is opened and never closed, or there is text after a closing"
                            + " one. If quotes are characters here, add --no-quotes";
            case "LINE SIZE OVER MAXIMUM" -> "the line is too long. Is a quote left open?";
            case "INVALID ENCODING" -> "bytes that are not UTF-8";
            default -> message;
        };
    }

    private void readJsonLines(ReadyFile file, String table) {
        String lines =
                "read_csv("
                        + Duck.text(file.readable().toString())
                        + ", compression = 'none', auto_detect = false, header = false, delim ="
                        + " '\u0001', quote = '', escape = '', columns = {'line': 'VARCHAR'},"
                        + " max_line_size = "
                        + limits.fieldCharactersMax()
                        + ", buffer_size = "
                        + 2 * limits.fieldCharactersMax()
                        + ", store_rejects = true)";
        create(
                "raw_lines",
                "(SELECT row_number() OVER () AS number, line FROM " + lines + ")",
                file);
        takeRejects(file);
        String good = "json_valid(line) AND starts_with(ltrim(line), '{')";
        duck.each(
                "SELECT number, line FROM raw_lines WHERE line IS NOT NULL AND trim(line) <> ''"
                        + " AND NOT coalesce("
                        + good
                        + ", false) ORDER BY number",
                row ->
                        quarantine.add(
                                file.name(),
                                row.getLong(1),
                                "not one JSON object",
                                String.valueOf(row.getString(2))));
        List<String> shape =
                duck.texts(
                        "SELECT json_group_structure(TRY_CAST(line AS JSON))::VARCHAR FROM"
                                + " raw_lines WHERE "
                                + good);
        if (shape.getFirst().isEmpty() || shape.getFirst().equals("{}")) {
            throw Refusal.file(
                    file.shown(),
                    "holds no JSON objects. Each line is to be one, such as {\"text\": \"…\"}.");
        }
        duck.run(
                "CREATE TABLE "
                        + table
                        + " AS SELECT unnest(json_transform(TRY_CAST(line AS JSON), "
                        + Duck.text(shape.getFirst())
                        + ")) FROM (SELECT * FROM raw_lines WHERE "
                        + good
                        + " ORDER BY number)");
        duck.run("DROP TABLE raw_lines");
        nestedAsText(table);
        renameReserved(file, table);
    }

    private void readParquet(ReadyFile file, String table) {
        try {
            create(table, Parquet.relation(file.readable()), file);
        } catch (KaiyeException e) {
            if (e.code() != ErrorCode.INTERNAL) {
                throw e;
            }
            throw Refusal.file(
                    file.shown(), "is a damaged Parquet file, or cut short. Get it again.");
        }
        nestedAsText(table);
        renameReserved(file, table);
    }

    /** Lists and structures become JSON text: a table's values are simple. */
    private void nestedAsText(String table) {
        for (Column column : duck.columns(table)) {
            String name = Duck.name(column.name());
            if (column.type().contains("[")
                    || column.type().startsWith("STRUCT")
                    || column.type().startsWith("MAP")
                    || column.type().equals("JSON")) {
                duck.run(
                        "ALTER TABLE "
                                + table
                                + " ALTER "
                                + name
                                + " TYPE VARCHAR USING CAST(to_json("
                                + name
                                + ") AS VARCHAR)");
            } else if (column.type().equals("BLOB")) {
                duck.run(
                        "ALTER TABLE "
                                + table
                                + " ALTER "
                                + name
                                + " TYPE VARCHAR USING base64("
                                + name
                                + ")");
            }
        }
    }

    private void create(String table, String from, ReadyFile file) {
        long bytes;
        try {
            bytes = Files.size(file.readable());
        } catch (IOException e) {
            throw Refusal.unreadable(file.readable(), e);
        }
        try (Progress.Task task = progress.start("Reading " + file.name(), bytes, "bytes")) {
            duck.run("CREATE TABLE " + table + " AS SELECT * FROM " + from, task, bytes);
        }
    }
}
