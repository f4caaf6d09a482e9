package io.kaiye.data;

import io.kaiye.base.Progress;
import io.kaiye.base.Suggestions;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One import of files as a table: prepared, read into DuckDB as text, typed by all their rows,
 * split, and stored as Parquet. Nothing is visible before the last step, a single transaction.
 */
final class TableImporter {
    private static final int NAMES_MAX = 10;

    private final Store store;
    private final ImportLimits limits;
    private final ImportRequest request;
    private final TableSettings settings;
    private final Progress progress;
    private final DatasetListener listener;
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, SplitName> tables = new LinkedHashMap<>();

    TableImporter(
            Store store,
            ImportLimits limits,
            ImportRequest request,
            TableSettings settings,
            Progress progress,
            DatasetListener listener) {
        this.store = store;
        this.limits = limits;
        this.request = request;
        this.settings = settings;
        this.progress = progress;
        this.listener = listener;
    }

    DatasetVersion run(Instant now) {
        Path work = store.newWorkFolder("import");
        try (Duck duck = Duck.open(work);
                Quarantine quarantine = new Quarantine(work.resolve("quarantine.jsonl"))) {
            takeAll(work, duck, quarantine);
            quarantine.finish();
            SplitRows rows = SplitRows.together(duck, tables);
            refuseNothing(duck, rows, quarantine);
            sayWhatIsMissing(duck);
            List<Column> columns = ColumnTypes.found(duck, rows.columnsOnly());
            requireRoles(columns);
            if (!request.all().isEmpty()) {
                rows = rows.divided(duck, request.settings(), columns);
            }
            DatasetVersion stored =
                    new TableVersion(
                                    store,
                                    request.name(),
                                    request.settings(),
                                    sources,
                                    request.terms(),
                                    List.of(),
                                    listener)
                            .keep(
                                    duck,
                                    work,
                                    rows,
                                    columns,
                                    Optional.of(quarantine),
                                    Optional.empty(),
                                    Map.of(),
                                    now);
            Importer.sayIfThere(stored, now, progress);
            return stored;
        } finally {
            store.deleteWorkFolder(work);
        }
    }

    /** One preparer for all files: its copies are numbered. */
    private void takeAll(Path work, Duck duck, Quarantine quarantine) {
        FilePreparer files = new FilePreparer(work, settings, limits, quarantine, progress);
        TableReader reader = new TableReader(duck, settings, limits, quarantine, progress);
        take("all", request.all(), SplitName.TRAIN, files, reader, duck);
        take("train", request.train(), SplitName.TRAIN, files, reader, duck);
        take("valid", request.valid(), SplitName.VALID, files, reader, duck);
        take("test", request.test(), SplitName.TEST, files, reader, duck);
    }

    private void take(
            String role,
            List<Path> paths,
            SplitName split,
            FilePreparer files,
            TableReader reader,
            Duck duck) {
        for (Path path : paths) {
            for (ReadyFile file : files.prepare(role, path)) {
                String table = "file_" + tables.size();
                reader.read(file, table);
                tables.put(table, split);
                sources.add(
                        file.source()
                                .withRows(
                                        Math.toIntExact(
                                                duck.number("SELECT count(*) FROM " + table))));
            }
        }
    }

    private void refuseNothing(Duck duck, SplitRows rows, Quarantine quarantine) {
        long count = duck.number("SELECT count(*) FROM " + rows.relation());
        if (count > limits.rowsMax()) {
            throw Refusal.usage(
                    "The files have "
                            + Refusal.number(count)
                            + " rows; accepted are up to "
                            + Refusal.number(limits.rowsMax())
                            + ". Import a sample of them. Nothing was imported.");
        }
        if (count > 0) {
            return;
        }
        String files = Suggestions.list(sources.stream().map(Source::file).toList(), NAMES_MAX);
        throw Refusal.data(
                quarantine.count() == 0
                        ? files + " has names of columns, but no rows."
                        : "None of the "
                                + Refusal.number(quarantine.count())
                                + " rows of "
                                + files
                                + " can be read, such as "
                                + quarantine.examples().getFirst()
                                + ". Is the separator right (--separator)? Are quotes characters"
                                + " (--no-quotes)?");
    }

    /** A column that one file has and another lacks is empty there: said, not refused. */
    private void sayWhatIsMissing(Duck duck) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        Set<String> all = new LinkedHashSet<>();
        int number = 0;
        for (String table : tables.keySet()) {
            Set<String> some =
                    duck.columns(table).stream()
                            .map(Column::name)
                            .collect(Collectors.toCollection(LinkedHashSet::new));
            names.put(sources.get(number++).file(), some);
            all.addAll(some);
        }
        names.forEach(
                (file, some) -> {
                    List<String> missing =
                            all.stream().filter(name -> !some.contains(name)).toList();
                    if (missing.size() == all.size() - some.size() && !missing.isEmpty()) {
                        progress.note(
                                file
                                        + " has no column "
                                        + Suggestions.list(missing, NAMES_MAX)
                                        + ", which another file has: empty in its rows.");
                    }
                });
    }

    /** Columns that were named must be there; the defaults need not. */
    private void requireRoles(List<Column> columns) {
        List<String> names = columns.stream().map(Column::name).toList();
        List<String> wanted = new ArrayList<>();
        if (!request.settings().textColumns().equals(ImportSettings.DEFAULT.textColumns())) {
            wanted.addAll(request.settings().textColumns());
        }
        if (!request.settings().labelColumn().equals(ImportSettings.DEFAULT.labelColumn())) {
            wanted.add(request.settings().labelColumn());
        }
        wanted.stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(
                        name -> {
                            throw Refusal.data(
                                    "There is no column \""
                                            + name
                                            + "\". "
                                            + Suggestions.didYouMean(name, names)
                                            + "There are: "
                                            + Suggestions.list(names, 30)
                                            + ".");
                        });
    }
}
