package io.kaiye.data;

import io.kaiye.base.Progress;
import io.kaiye.base.Suggestions;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One import from files to a stored version. Each file is read twice, first for its encoding, then
 * for its rows; rows go through a work folder, so that memory holds some bytes a row and no texts.
 * Nothing is visible before the last step, a single transaction.
 */
final class Importer {
    private static final int NAMES_MAX = 10;

    private final Store store;
    private final InstantSource clock;
    private final ImportLimits limits;
    private final ImportRequest request;
    private final Progress progress;
    private final boolean strict;
    private final DatasetListener listener;

    /**
     * @param strict refuse a file for a broken row instead of setting the row aside
     */
    Importer(
            Store store,
            InstantSource clock,
            ImportLimits limits,
            ImportRequest request,
            Progress progress,
            boolean strict,
            DatasetListener listener) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.request = request;
        this.progress = progress;
        this.strict = strict;
        this.listener = listener;
    }

    DatasetVersion run() {
        Path work = store.newWorkFolder("import");
        try {
            List<Source> sources = new ArrayList<>();
            RowSpool spool = new RowSpool(work.resolve("rows.jsonl"), request.settings(), limits);
            Quarantine quarantine = new Quarantine(work.resolve("quarantine.jsonl"));
            try (spool;
                    quarantine) {
                takeAll(work, spool, sources, quarantine);
            }
            RowTable table = spool.table();
            refuseUselessLabels(table, sources);
            if (!request.all().isEmpty()) {
                table.divide(request.settings());
            }
            refuseUnlearnableLabels(table, request.outOfScope());
            return store(work, spool, sources, quarantine);
        } finally {
            store.deleteWorkFolder(work);
        }
    }

    private void takeAll(Path work, RowSpool spool, List<Source> sources, Quarantine quarantine) {
        FileScanner scanner = new FileScanner(limits, progress);
        MendedFile mended = new MendedFile(work, request.settings(), limits, quarantine, progress);
        Function<Path, TextFile> files =
                strict ? path -> scanner.scan(path, request.settings()) : mended::of;
        Optional<Quarantine> aside = strict ? Optional.empty() : Optional.of(quarantine);
        take(files, aside, spool, sources, "all", request.all(), SplitName.TRAIN);
        take(files, aside, spool, sources, "train", request.train(), SplitName.TRAIN);
        take(files, aside, spool, sources, "valid", request.valid(), SplitName.VALID);
        take(files, aside, spool, sources, "test", request.test(), SplitName.TEST);
    }

    private void take(
            Function<Path, TextFile> files,
            Optional<Quarantine> quarantine,
            RowSpool spool,
            List<Source> sources,
            String role,
            List<Path> paths,
            SplitName split) {
        for (Path path : paths) {
            TextFile file = files.apply(path);
            int rows;
            try (Progress.Task task =
                    progress.start("Reading " + path.getFileName(), file.bytes(), "bytes")) {
                rows = spool.take(file, split, task::advance, quarantine);
            }
            sayWhatIsUnusual(file);
            sources.add(
                    new Source(
                            role,
                            String.valueOf(path.getFileName()),
                            file.bytes(),
                            file.sha256(),
                            file.format().word(),
                            file.encoding(),
                            rows));
        }
    }

    private void sayWhatIsUnusual(TextFile file) {
        if (!file.encoding().equals(Encodings.UTF_8)) {
            progress.note(file.path().getFileName() + " is " + file.encoding() + ".");
        }
        if (file.separator() != file.format().separator()) {
            progress.note(
                    file.path().getFileName()
                            + " has "
                            + (file.separator() == ';' ? "semicolons" : "tabs")
                            + " between its fields.");
        }
    }

    private static String names(List<Source> sources) {
        List<String> names = sources.stream().map(Source::file).distinct().toList();
        return Suggestions.list(names, NAMES_MAX);
    }

    private void refuseUselessLabels(RowTable table, List<Source> sources) {
        if (table.labelNames().size() == 1) {
            throw Refusal.data(
                    "All "
                            + Refusal.number(table.size())
                            + " rows have the same label, "
                            + Refusal.shown(table.labelNames().getFirst())
                            + ". At least two labels are needed. Is --label "
                            + request.settings().labelColumn()
                            + " the right column of "
                            + names(sources)
                            + "?");
        }
    }

    private static void refuseUnlearnableLabels(RowTable table, Optional<String> outOfScope) {
        int[] counts = table.counts(SplitName.TRAIN);
        List<String> unseen = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            String name = table.labelNames().get(label);
            if (counts[label] == 0 && outOfScope.filter(name::equals).isEmpty()) {
                unseen.add(name);
            }
        }
        if (!unseen.isEmpty()) {
            unseen.sort(null);
            throw Refusal.data(
                    unseen.size()
                            + (unseen.size() == 1 ? " label of" : " labels of")
                            + " the valid or test rows never occur in train, so no model can learn"
                            + " them: "
                            + Suggestions.list(unseen, NAMES_MAX)
                            + ". Add rows to train or remove theirs; where they are out of scope,"
                            + " name their label with --out-of-scope.");
        }
    }

    private DatasetVersion store(
            Path work, RowSpool spool, List<Source> sources, Quarantine quarantine) {
        RowTable table = spool.table();
        Findings findings = Findings.of(table);
        RowDivider divider = new RowDivider(table, findings.rowsToShow());
        Map<SplitName, Path> files = divider.divide(spool.path(), work);
        SplitFiles content = SplitFiles.of(files);
        String id = content.id(Optional.empty(), request.terms());
        List<Warning> warnings = new ArrayList<>(spool.warnings());
        quarantine.keep(store.home(), request.name(), id).ifPresent(warnings::add);
        warnings.addAll(findings.warnings(divider.texts()));
        warnings.addAll(emptyTest(table));
        Map<SplitName, Integer> rows = new EnumMap<>(SplitName.class);
        files.keySet().forEach(split -> rows.put(split, table.count(split)));
        DatasetVersion version =
                new DatasetVersion(
                        request.name(),
                        id,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        List.copyOf(new TreeSet<>(table.labelNames())),
                        rows,
                        spool.language(),
                        sources,
                        request.settings(),
                        warnings,
                        Optional.empty(),
                        Optional.empty(),
                        request.terms());
        DatasetVersion stored;
        try {
            stored = content.keep(store, version, List.of(), listener);
        } catch (RuntimeException e) {
            quarantine.withdraw();
            throw e;
        }
        sayIfThere(stored, version.created(), progress);
        return stored;
    }

    /** Says that an import has stored nothing new, where that is so. */
    static void sayIfThere(DatasetVersion stored, Instant now, Progress progress) {
        if (!stored.created().equals(now)) {
            progress.note(
                    "The same content as "
                            + stored.reference()
                            + " of "
                            + stored.created().truncatedTo(ChronoUnit.SECONDS)
                            + ": nothing new was stored.");
        }
    }

    private static List<Warning> emptyTest(RowTable table) {
        return table.count(SplitName.TEST) > 0
                ? List.of()
                : List.of(
                        new Warning(
                                Warning.Kind.EMPTY_SPLIT,
                                0,
                                "There are no test rows, so the finished model's quality cannot be"
                                        + " measured. Give some with --test.",
                                List.of()));
    }
}
