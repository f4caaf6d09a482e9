package io.kaiye.data;

import java.nio.file.Path;

/** Stored files as relations of a {@link Duck}. */
final class Parquet {
    /** Of a file that is written. */
    static final String FORMAT = " (FORMAT parquet, COMPRESSION zstd)";

    private Parquet() {}

    /** The rows of a Parquet file, in their order. */
    static String relation(Path file) {
        return "read_parquet(" + Duck.text(file.toString()) + ")";
    }

    /** Writes what a query gives as a file of the form that versions are stored in. */
    static String copy(String select, Path file) {
        return "COPY (" + select + ") TO " + Duck.text(file.toString()) + FORMAT;
    }

    /** The rows of a version's split: of a table, or with the columns text and label. */
    static String relation(Path file, DatasetVersion version) {
        return version.columns().isPresent()
                ? relation(file)
                : "read_json("
                        + Duck.text(file.toString())
                        + ", format = 'newline_delimited', maximum_object_size = 67108864,"
                        + " columns = {'text': 'VARCHAR', 'label': 'VARCHAR'})";
    }
}
