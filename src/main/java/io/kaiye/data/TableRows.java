package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Suggestions;
import io.kaiye.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the rows of a table's version: as examples to train on, or into a file. */
final class TableRows {
    private final Store store;
    private final DatasetVersion version;

    TableRows(Store store, DatasetVersion version) {
        this.store = store;
        this.version = version;
    }

    /**
     * The rows of one split that have a text and a label, in their order.
     *
     * @param blob of the split
     * @throws io.kaiye.base.KaiyeException INVALID_ARGUMENT if the table has no such columns
     */
    List<Example> examples(String blob) {
        requireRoles();
        List<Example> rows = new ArrayList<>();
        Map<String, String> labels = new HashMap<>();
        using(
                blob,
                (duck, relation) ->
                        duck.each(
                                "SELECT " + roles() + " FROM " + relation + " WHERE " + isExample(),
                                row ->
                                        rows.add(
                                                new Example(
                                                        row.getString(1),
                                                        labels.computeIfAbsent(
                                                                row.getString(2), same -> same)))));
        return rows;
    }

    /**
     * The text of a row as SQL, wherever a table's text is asked for: columns that are not blank,
     * without the spaces around them, joined by a line break; empty where all are blank.
     */
    static String text(List<String> columns) {
        return columns.stream()
                .map(name -> "nullif(trim(" + Duck.asText(name) + "), '')")
                .collect(Collectors.joining(", ", "concat_ws(chr(10), ", ")"));
    }

    /**
     * The class of a row as SQL, for what divides rows label by label: the label, empty where there
     * is none. A decimal number names no class.
     *
     * @param columns with the types that they are to have
     */
    static String classOf(ImportSettings settings, List<Column> columns) {
        boolean classes =
                columns.stream()
                        .anyMatch(
                                one ->
                                        one.name().equals(settings.labelColumn())
                                                && !one.type().equals("DOUBLE"));
        return classes ? "coalesce(" + Duck.asText(settings.labelColumn()) + ", '')" : "''";
    }

    /**
     * The numbers that the rows of {@link #examples} have in the split, from 1.
     *
     * @param blob of the split
     */
    int[] numbers(String blob) {
        requireRoles();
        IntStream.Builder numbers = IntStream.builder();
        int[] number = {0};
        using(
                blob,
                (duck, relation) ->
                        duck.each(
                                "SELECT coalesce(" + isExample() + ", false) FROM " + relation,
                                row -> {
                                    number[0]++;
                                    if (row.getBoolean(1)) {
                                        numbers.add(number[0]);
                                    }
                                }));
        return numbers.build().toArray();
    }

    /** The text and the label; without names of their own, as columns may have any. */
    private String roles() {
        return text(version.settings().textColumns()) + ", " + label();
    }

    private String isExample() {
        return text(version.settings().textColumns()) + " <> '' AND trim(" + label() + ") <> ''";
    }

    private String label() {
        return Duck.asText(version.settings().labelColumn());
    }

    /** Writes one split as CSV, TSV, JSONL or Parquet, by the file's name. */
    void export(String blob, Path file, boolean overwrite) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        Exporter.requireFree(file, overwrite);
        String options = options(file, name);
        Path work = store.newWorkFolder("export");
        try {
            Path written = work.resolve("rows");
            using(
                    blob,
                    (duck, relation) ->
                            duck.run(
                                    "COPY (SELECT * FROM "
                                            + relation
                                            + ") TO "
                                            + Duck.text(written.toString())
                                            + options));
            AtomicFiles.write(file, out -> Files.copy(written, out));
        } finally {
            store.deleteWorkFolder(work);
        }
    }

    private static String options(Path file, String name) {
        String packed = name.endsWith(".gz") ? ", COMPRESSION gzip" : "";
        String bare = packed.isEmpty() ? name : name.substring(0, name.length() - 3);
        if (bare.endsWith(".parquet") && packed.isEmpty()) {
            return Parquet.FORMAT;
        }
        if (bare.endsWith(".csv")) {
            return " (FORMAT csv, HEADER" + packed + ")";
        }
        if (bare.endsWith(".tsv")) {
            return " (FORMAT csv, HEADER, DELIMITER '\t'" + packed + ")";
        }
        if (bare.endsWith(".jsonl")) {
            return " (FORMAT json" + packed + ")";
        }
        throw Refusal.usage(
                file
                        + " does not tell its format; accepted are .csv, .tsv and .jsonl, each with"
                        + " .gz if you like, and .parquet.");
    }

    private void requireRoles() {
        List<String> names =
                version.columns().orElse(List.of()).stream().map(Column::name).toList();
        ImportSettings settings = version.settings();
        if (!names.containsAll(settings.textColumns()) || !names.contains(settings.labelColumn())) {
            throw Refusal.usage(
                    version.reference()
                            + " is a table without a column for the text and one for the label."
                            + " Import it again and name them with --text and --label; there are: "
                            + Suggestions.list(names, 30)
                            + ".");
        }
    }

    /** What is done with a relation. */
    private interface Use {
        void with(Duck duck, String relation);
    }

    private void using(String blob, Use use) {
        store.blobs().verify(blob);
        String relation = Parquet.relation(store.blobs().path(blob));
        Duck.with(store, duck -> use.with(duck, relation));
    }
}
