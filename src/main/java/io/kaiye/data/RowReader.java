package io.kaiye.data;

import io.kaiye.base.Suggestions;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rows of a file one by one, only the wanted columns of each. One thread at a time. */
sealed interface RowReader extends Closeable permits CsvRows, JsonlRows {
    /** A column's name is cut to so many characters in a message; it may be a row's text. */
    int NAME_CHARACTERS_MAX = 40;

    /** Goes to the next row; false at the end. */
    boolean next() throws IOException;

    /** The line on which the row begins; the first is 1. */
    long line();

    /** A field of the row by its place among the wanted columns; "" where there is none. */
    String field(int wanted);

    /** What the row that was refused looks like, as far as it could be read. */
    String content();

    /** Makes the next row the one after the row that was refused. */
    void passOver(BrokenRow broken) throws IOException;

    /** Opens a file again and again. */
    @FunctionalInterface
    interface Opener {
        Reader open() throws IOException;
    }

    static RowReader of(TextFile file, Opener text, List<String> wanted, ImportLimits limits)
            throws IOException {
        return switch (file.format()) {
            case CSV, TSV -> new CsvRows(file, text, wanted, limits);
            case JSONL -> new JsonlRows(file.path(), text.open(), wanted, limits);
            case PARQUET -> throw new IllegalArgumentException(file.path() + " is no text");
        };
    }

    /** Refuses wanted columns that are not there, or there twice, naming those that are. */
    static void requireColumns(Path file, List<String> wanted, List<String> existing) {
        for (String name : wanted) {
            long count = existing.stream().filter(name::equals).count();
            if (count == 1) {
                continue;
            }
            Set<String> distinct = new LinkedHashSet<>();
            existing.forEach(column -> distinct.add(cut(column)));
            throw Refusal.usage(
                    file
                            + (count == 0
                                    ? " has no column \"" + name + "\". "
                                    : " has " + count + " columns \"" + name + "\". ")
                            + (count == 0
                                    ? Suggestions.didYouMean(name, distinct)
                                    : "Rename one of them. ")
                            + "Its columns: "
                            + Suggestions.list(List.copyOf(distinct), 20)
                            + ". The first line must name the columns; choose them with --text and"
                            + " --label.");
        }
    }

    private static String cut(String column) {
        return column.length() <= NAME_CHARACTERS_MAX
                ? column
                : column.substring(0, NAME_CHARACTERS_MAX) + "…";
    }
}
