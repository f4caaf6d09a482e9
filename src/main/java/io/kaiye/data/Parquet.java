package io.kaiye.data;

import java.nio.file.Path;

/** Stored files as relations of a {@link Duck}. */
final class Parquet {
    private Parquet() {}

    /** The rows of a Parquet file, in their order. */
    static String relation(Path file) {
        return "read_parquet(" + Duck.text(file.toString()) + ")";
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
