package io.kaiye.data;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Profiles tables: versions, and files that are read where they lie and not imported. */
final class TableProfiles {
    private final Store store;
    private final ImportLimits limits;
    private final ProfileLooks looks;
    private final Progress progress;

    TableProfiles(Store store, ImportLimits limits, ProfileLooks looks, Progress progress) {
        this.store = store;
        this.limits = limits;
        this.looks = looks;
        this.progress = progress;
    }

    TableProfile ofVersion(DatasetVersion version) {
        Path work = store.newWorkFolder("profile");
        try (Duck duck = Duck.open(work)) {
            SplitRows rows = SplitRows.of(duck, store, version, "version_rows");
            List<Column> columns = duck.columns(rows.columnsOnly());
            long left =
                    version.warnings().stream()
                            .filter(warning -> warning.kind() == Warning.Kind.QUARANTINED)
                            .mapToLong(Warning::count)
                            .sum();
            return new TableProfiler(duck, rows, columns, version.settings(), looks)
                    .profile(
                            new TableProfiler.About(
                                    version.name(),
                                    version.id(),
                                    true,
                                    left,
                                    List.of(),
                                    version.sources()),
                            TableProfiler.counts(duck, rows),
                            progress)
                    .orElseThrow();
        } finally {
            store.deleteWorkFolder(work);
        }
    }

    TableProfile ofFile(Path path, TableSettings settings, ImportSettings roles) {
        try {
            return read(path, settings, roles);
        } catch (KaiyeException e) {
            throw Refusal.withoutImport(e);
        }
    }

    private TableProfile read(Path path, TableSettings settings, ImportSettings roles) {
        Path work = store.newWorkFolder("profile");
        try (Duck duck = Duck.open(work);
                Quarantine quarantine = new Quarantine(work.resolve("quarantine.jsonl"))) {
            List<ReadyFile> files =
                    new FilePreparer(work, settings, limits, quarantine, progress)
                            .prepare("all", path);
            TableReader reader = new TableReader(duck, settings, limits, quarantine, progress);
            Map<String, SplitName> views = new LinkedHashMap<>();
            List<Source> sources = new ArrayList<>();
            for (ReadyFile file : files) {
                String view = "file_" + views.size();
                int rows = reader.view(file, view);
                views.put(view, SplitName.TRAIN);
                sources.add(file.source().withRows(rows));
            }
            quarantine.finish();
            SplitRows text = SplitRows.together(duck, views);
            long all = sources.stream().mapToLong(Source::rows).sum();
            refuseNothing(path, all, quarantine);
            TableProfiler.About about = about(path, sources, quarantine);
            Map<SplitName, Long> counts =
                    Map.of(SplitName.TRAIN, all, SplitName.VALID, 0L, SplitName.TEST, 0L);
            int width = duck.columns(text.columnsOnly()).size();
            if (width > TableProfiler.COLUMNS_A_READING) { // a wide view is dear in every reading
                return byAllRows(duck, text, roles).profile(about, counts, progress).orElseThrow();
            }
            return new TableProfiler(duck, ColumnTypes.likely(duck, text), roles, looks)
                    .profile(about, counts, progress)
                    .or(
                            () -> {
                                reader.forgetRejects();
                                return byAllRows(duck, text, roles)
                                        .profile(about, counts, progress);
                            })
                    .orElseThrow();
        } finally {
            store.deleteWorkFolder(work);
        }
    }

    /** Of a file whose first rows do not tell its types. */
    private TableProfiler byAllRows(Duck duck, SplitRows text, ImportSettings roles) {
        List<Column> types = ColumnTypes.found(duck, text.columnsOnly());
        return new TableProfiler(duck, TableProfiler.typed(duck, text, types), types, roles, looks);
    }

    private static TableProfiler.About about(
            Path path, List<Source> sources, Quarantine quarantine) {
        return new TableProfiler.About(
                String.valueOf(path.getFileName()),
                sources.getFirst().sha256(),
                false,
                quarantine.count(),
                quarantine.examples(),
                sources);
    }

    private static void refuseNothing(Path path, long rows, Quarantine quarantine) {
        if (rows == 0) {
            throw Refusal.data(
                    path
                            + (quarantine.count() == 0
                                    ? " has names of columns, but no rows."
                                    : " has no row that can be read, such as "
                                            + quarantine.examples().getFirst()
                                            + ". Is the separator right (--separator)? Are quotes"
                                            + " characters (--no-quotes)?"));
        }
    }
}
