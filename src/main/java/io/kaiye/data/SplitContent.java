package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.store.Store;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rows of a stored split as values by column, whether they are lines or a table. */
record SplitContent(Store store, String blob, Optional<List<Column>> columns) {
    static SplitContent of(Store store, StoredSplit split) {
        return new SplitContent(store, split.blob(), split.version().columns());
    }

    /**
     * Reads every row in order; a column of a table that is NULL is left away.
     *
     * @throws io.kaiye.base.KaiyeException CORRUPT_FILE if the file is not what was stored
     */
    void read(Consumer<Map<String, Object>> rows) {
        if (columns.isPresent()) {
            new TableContent(store, blob, columns.get()).read(rows);
        } else {
            Canonical.read(store.blobs().path(blob), blob, row -> rows.accept(values(row)));
        }
    }

    /** Writes what becomes of each row; nothing for one that goes. */
    void rewrite(Path file, Function<Map<String, Object>, Optional<Map<String, Object>>> edit) {
        if (columns.isPresent()) {
            new TableContent(store, blob, columns.get()).rewrite(file, edit);
            return;
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            read(row -> edit.apply(row).ifPresent(values -> write(out, values)));
        } catch (UncheckedIOException e) {
            throw AtomicFiles.failure(file, new IOException(e.getMessage(), e));
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    /** Writes a content of the same columns without rows; what is stored is not read. */
    void writeEmpty(Path file) {
        if (columns.isPresent()) {
            new TableContent(store, blob, columns.get()).writeEmpty(file);
            return;
        }
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    private static void write(OutputStream out, Map<String, Object> values) {
        try {
            out.write(Canonical.line(word(values, "text"), word(values, "label")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String word(Map<String, Object> values, String column) {
        return String.valueOf(values.getOrDefault(column, ""));
    }

    private static Map<String, Object> values(Example row) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", row.text());
        values.put("label", row.label());
        return values;
    }
}
