package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs a step over the rows of a version and stores what comes out as a table. */
final class DerivedTable {
    private final Store store;
    private final Derivation derivation;
    private final String who;
    private final DatasetListener listener;

    DerivedTable(Store store, Derivation derivation, String who, DatasetListener listener) {
        this.store = store;
        this.listener = listener;
        this.derivation = derivation;
        this.who = who;
    }

    /** Either the whole new version is stored or nothing. */
    DatasetVersion keep(TableStep step, Instant now) {
        DatasetVersion first = derivation.parents().getFirst();
        Path work = store.newWorkFolder(derivation.step());
        try (Duck duck = Duck.open(work)) {
            SplitRows rows = step.apply(duck, SplitRows.of(duck, store, first, "parent_rows"));
            List<Column> columns = duck.columns(rows.columnsOnly());
            refuseNothingLeft(duck, rows);
            return new TableVersion(
                            store,
                            derivation.name(),
                            settings(first),
                            first.sources(),
                            derivation.terms(),
                            Stream.concat(derivation.parents().stream(), step.alsoRead().stream())
                                    .toList(),
                            listener)
                    .keep(
                            duck,
                            work,
                            rows,
                            columns,
                            Optional.empty(),
                            Optional.of(Making.of(derivation.with(step.found()), who)),
                            written(step.kept(), work),
                            now);
        } finally {
            store.deleteWorkFolder(work);
        }
    }

    private static Map<Integer, Path> written(Map<Integer, byte[]> kept, Path work) {
        Map<Integer, Path> files = new TreeMap<>();
        kept.forEach(
                (place, content) -> {
                    Path file = work.resolve("kept-" + place);
                    try {
                        Files.write(file, content);
                    } catch (IOException e) {
                        throw AtomicFiles.failure(file, e);
                    }
                    files.put(place, file);
                });
        return files;
    }

    /** Runs the step and stores nothing. */
    static void tryOut(Store store, DatasetVersion version, TableStep step) {
        Duck.with(
                store, duck -> step.apply(duck, SplitRows.of(duck, store, version, "parent_rows")));
    }

    /** Of the new table: rows that are only text and label have columns of those names. */
    private static ImportSettings settings(DatasetVersion version) {
        ImportSettings settings = version.settings();
        return version.columns().isPresent()
                ? settings
                : new ImportSettings(
                        ImportSettings.DEFAULT.textColumns(),
                        ImportSettings.DEFAULT.labelColumn(),
                        settings.encoding(),
                        settings.quotes(),
                        settings.validShare(),
                        settings.testShare(),
                        settings.seed());
    }

    private void refuseNothingLeft(Duck duck, SplitRows rows) {
        if (duck.number("SELECT count(*) FROM " + rows.of(SplitName.TRAIN)) == 0) {
            throw derivation.nothingLeft();
        }
    }
}
