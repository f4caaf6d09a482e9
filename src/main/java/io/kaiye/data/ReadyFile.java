package io.kaiye.data;

import java.nio.file.Path;

/**
 * A file that DuckDB can read: plain UTF-8 text without NUL bytes, or Parquet.
 *
 * @param name the original's, for messages; of a part of an archive "archive.zip/part.csv"
 * @param readable the original, or a copy of it in a work folder
 * @param separator between fields, for CSV and TSV
 * @param quote around fields, or NUL where there is none
 * @param source what is remembered of the original; its rows are counted later
 */
record ReadyFile(
        String name, Path readable, FileFormat format, char separator, char quote, Source source) {
    static final char NO_QUOTE = 0;

    /** For messages: the file itself, or the name of its original where it is a copy. */
    Path shown() {
        return readable.endsWith(name) ? readable : Path.of(name);
    }
}
