package io.kaiye.data;

import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a version of rows in a {@link Duck}: one Parquet file for each split. */
final class TableVersion {
    private static final int LANGUAGE_ROWS = 10_000;

    /** More are counted, said and left out. */
    private static final int LABELS_MAX = 10_000;

    private final Store store;
    private final String name;
    private final ImportSettings settings;
    private final List<Source> sources;
    private final Optional<Terms> terms;
    private final List<DatasetVersion> parents;
    private final DatasetListener listener;

    /**
     * @param parents that were read, which must not have lost rows meanwhile; none for an import
     */
    TableVersion(
            Store store,
            String name,
            ImportSettings settings,
            List<Source> sources,
            Optional<Terms> terms,
            List<DatasetVersion> parents,
            DatasetListener listener) {
        this.store = store;
        this.name = name;
        this.settings = settings;
        this.sources = sources;
        this.terms = terms;
        this.parents = parents;
        this.listener = listener;
    }

    /**
     * Writes the rows and makes them visible.
     *
     * @param columns to store, with the types that they get
     * @param quarantine of an import; nothing is added to it any more
     * @param making of a step
     * @param fits files of what it learnt
     */
    DatasetVersion keep(
            Duck duck,
            Path work,
            SplitRows rows,
            List<Column> columns,
            Optional<Quarantine> quarantine,
            Optional<Making> making,
            Map<Integer, Path> fits,
            Instant now) {
        SplitFiles files = SplitFiles.of(write(duck, work, rows, columns), fits);
        Map<SplitName, Integer> counts = new EnumMap<>(SplitName.class);
        files.files()
                .forEach(
                        (split, file) ->
                                counts.put(
                                        split,
                                        Math.toIntExact(
                                                duck.number(
                                                        "SELECT count(*) FROM "
                                                                + Parquet.relation(file)))));
        String id = files.id(making, terms);
        List<Warning> warnings = new ArrayList<>();
        quarantine.flatMap(some -> some.keep(store.home(), name, id)).ifPresent(warnings::add);
        List<String> labels = labels(duck, rows, columns);
        if (labels.size() > LABELS_MAX) {
            warnings.add(manyLabels(duck, rows));
            labels = labels.subList(0, LABELS_MAX);
        }
        DatasetVersion version =
                new DatasetVersion(
                        name,
                        id,
                        now,
                        labels,
                        counts,
                        language(duck, rows, columns),
                        sources,
                        settings,
                        warnings,
                        Optional.of(columns),
                        making,
                        terms);
        try {
            return files.keep(store, version, parents, listener);
        } catch (RuntimeException e) {
            quarantine.ifPresent(Quarantine::withdraw);
            throw e;
        }
    }

    /** On one thread: several cut a file into groups of rows as they happen to be done. */
    private static Map<SplitName, Path> write(
            Duck duck, Path work, SplitRows rows, List<Column> columns) {
        String typed = Duck.typed(columns);
        Map<SplitName, Path> files = new EnumMap<>(SplitName.class);
        for (SplitName split : SplitName.values()) {
            Path file = work.resolve(split.word() + ".parquet");
            String copy = Parquet.copy("SELECT " + typed + " FROM " + rows.of(split), file);
            duck.inOrder(() -> duck.run(copy));
            files.put(split, file);
        }
        return files;
    }

    private List<String> labels(Duck duck, SplitRows rows, List<Column> columns) {
        if (!has(columns, settings.labelColumn())) {
            return List.of();
        }
        return duck.texts(
                "SELECT DISTINCT "
                        + Duck.asText(settings.labelColumn())
                        + " AS \"kaiye:label\" FROM "
                        + rows.relation()
                        + " WHERE \"kaiye:label\" IS NOT NULL ORDER BY 1 LIMIT "
                        + (LABELS_MAX + 1));
    }

    private Warning manyLabels(Duck duck, SplitRows rows) {
        int all =
                Math.toIntExact(
                        duck.number(
                                "SELECT count(DISTINCT "
                                        + Duck.asText(settings.labelColumn())
                                        + ") FROM "
                                        + rows.relation()));
        return new Warning(
                Warning.Kind.MANY_LABELS,
                all,
                Refusal.number(all)
                        + " different labels in column "
                        + settings.labelColumn()
                        + "; the first "
                        + Refusal.number(LABELS_MAX)
                        + " are listed. If it holds no labels, name another with --label.",
                List.of());
    }

    private String language(Duck duck, SplitRows rows, List<Column> columns) {
        List<String> texts =
                columns.stream()
                        .filter(column -> column.type().equals("VARCHAR"))
                        .map(Column::name)
                        .toList();
        List<String> some =
                texts.containsAll(settings.textColumns()) ? settings.textColumns() : texts;
        if (some.isEmpty()) {
            return "other";
        }
        return Language.detect(
                duck.texts(
                        "SELECT concat_ws(' ', "
                                + some.stream().map(Duck::name).collect(Collectors.joining(", "))
                                + ") FROM "
                                + rows.relation()
                                + " LIMIT "
                                + LANGUAGE_ROWS));
    }

    private static boolean has(List<Column> columns, String name) {
        return columns.stream().anyMatch(column -> column.name().equals(name));
    }
}
