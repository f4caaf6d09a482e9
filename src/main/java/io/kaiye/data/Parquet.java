package io.kaiye.data;

import java.nio.file.Path;

/** Parquet files as relations of a {@link Duck}. */
final class Parquet {
    private Parquet() {}

    static String relation(Path file) {
        return "read_parquet(" + Duck.text(file.toString()) + ")";
    }
}
