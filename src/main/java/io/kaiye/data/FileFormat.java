package io.kaiye.data;

import java.util.Locale;

/** How rows are written in a file. */
enum FileFormat {
    CSV(','),
    TSV('\t'),
    JSONL('\n'),
    PARQUET('\n');

    private final char separator;

    FileFormat(char separator) {
        this.separator = separator;
    }

    /** Between fields; meaningless for JSONL and Parquet. */
    char separator() {
        return separator;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
