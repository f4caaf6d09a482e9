package io.kaiye.data;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The datasets of a home. Safe for threads. */
public final class Datasets {
    private final Store store;
    private final InstantSource clock;
    private final String who;
    private final ImportLimits limits;
    private final DatasetListener listener;

    /**
     * @param who makes the versions, as lineage is to say it
     */
    public Datasets(Store store, InstantSource clock, String who) {
        this(store, clock, who, ImportLimits.DEFAULT);
    }

    /**
     * As the other, telling somebody of every import, step and export.
     *
     * @param listener is called in the transaction
     */
    public Datasets(Store store, InstantSource clock, String who, DatasetListener listener) {
        this(store, clock, who, ImportLimits.DEFAULT, listener);
    }

    Datasets(Store store, InstantSource clock, String who, ImportLimits limits) {
        this(store, clock, who, limits, DatasetListener.none());
    }

    private Datasets(
            Store store,
            InstantSource clock,
            String who,
            ImportLimits limits,
            DatasetListener listener) {
        this.store = store;
        this.clock = clock;
        this.who = who;
        this.limits = limits;
        this.listener = listener;
    }

    /**
     * Reads, checks and stores files of labelled text as a new version, the newest of its name.
     * Content that is there already gives the version that holds it. Rows that cannot be read are
     * left out and kept in a file beside; a warning of the version counts them. Either everything
     * else is stored or nothing.
     *
     * @throws KaiyeException INVALID_FILE, INVALID_DATA, INVALID_ARGUMENT or TOO_LARGE for what the
     *     files hold; DISK_FULL, NOT_WRITABLE or HOME_BUSY for the home
     */
    public DatasetVersion importFiles(ImportRequest request, Progress progress) {
        return importer(request, progress, false).run();
    }

    /** As {@link #importFiles}, but one row that cannot be read is a reason to refuse all. */
    public DatasetVersion importStrictly(ImportRequest request, Progress progress) {
        return importer(request, progress, true).run();
    }

    private Importer importer(ImportRequest request, Progress progress, boolean strict) {
        return new Importer(store, clock, limits, request, progress, strict, listener);
    }

    /**
     * Reads files as a table with all their columns and stores it as a new version, the newest of
     * its name. Rows that cannot be read are left out and kept in a file beside; a warning of the
     * version counts them. Either everything else is stored or nothing.
     *
     * @param request its text and label columns, where the files have them, make it a table to
     *     train on; its encoding and quotes are passed over for those of {@code settings}
     * @throws KaiyeException as {@link #importFiles}
     */
    public DatasetVersion importTable(
            ImportRequest request, TableSettings settings, Progress progress) {
        return new TableImporter(store, limits, request, settings, progress, listener)
                .run(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * Reads the rows of a query against a JDBC database (PostgreSQL and SQLite are on board) as a
     * table, as {@link #importTable} does with files. The database is only read.
     *
     * @param url with user and password where they are needed; neither is kept
     * @param request for the file that the rows are written to on their way
     * @throws KaiyeException INVALID_ARGUMENT with the database's words if it refuses
     */
    public DatasetVersion importQuery(
            String url, String query, Function<Path, ImportRequest> request, Progress progress) {
        Path work = store.newWorkFolder("query");
        try {
            Path file = work.resolve("query.csv");
            new QueryCopy(url, query, progress).write(file);
            return importTable(request.apply(file), TableSettings.OF_QUERY, progress);
        } finally {
            store.deleteWorkFolder(work);
        }
    }

    /**
     * Stores rows that a step has made as a new version, the newest of its name. The same rows,
     * step and parents give the version that is there already.
     *
     * @param rows of each split; a split that is left away has none
     * @throws KaiyeException INVALID_DATA if nothing is left to train on; INVALID_ARGUMENT for a
     *     name that cannot be one; DISK_FULL, NOT_WRITABLE or HOME_BUSY for the home
     */
    public DatasetVersion keep(Derivation derivation, Map<SplitName, List<Example>> rows) {
        return new DerivedText(derivation, rows)
                .keep(store, who, clock.instant().truncatedTo(ChronoUnit.MILLIS), listener);
    }

    /**
     * Replaces personal data in a version's columns of text, and of numbers where most of them have
     * the form of such data, and stores what comes out as a table, the newest version of {@code
     * name}. Tokens must be saved by the time {@code beforeKeeping} has run.
     *
     * @param dryRun count only; nothing is stored
     */
    public DeidentifiedVersion deidentify(
            String reference,
            String name,
            Deidentification how,
            boolean dryRun,
            Runnable beforeKeeping,
            Progress progress) {
        DatasetVersion parent = find(reference);
        Deidentifying step = new Deidentifying(how, parent.settings().labelColumn(), progress);
        Derivation derivation = new Derivation(name, "deidentify", how.recipe(), List.of(parent));
        if (dryRun) {
            DerivedTable.tryOut(store, parent, step);
            return new DeidentifiedVersion(
                    Optional.empty(), step.counts(), step.few(), step.rest());
        }
        DatasetVersion version =
                new DerivedTable(store, derivation, who, listener)
                        .keep(
                                (duck, rows) -> {
                                    SplitRows replaced = step.apply(duck, rows);
                                    beforeKeeping.run();
                                    return replaced;
                                },
                                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return new DeidentifiedVersion(
                Optional.of(version), step.counts(), step.few(), step.rest());
    }

    /**
     * Cleans a version by a plan and stores the rows that come out as a new version, the newest of
     * its name. Statistics are fitted on train alone, or are those of {@link #planOf}. Its recipe
     * says the plan, what was fitted and what each step did.
     *
     * @param name of the dataset that gets the new version
     * @throws KaiyeException INVALID_FILE if the plan does not fit the columns; INVALID_DATA if it
     *     cannot be fitted or leaves nothing to train on; otherwise as {@link #importFiles}
     */
    public CleanOutcome clean(String reference, CleanPlan plan, String name, Progress progress) {
        DatasetVersion version = find(reference);
        plan.check(version);
        CleanRun run = new CleanRun(store, plan, version, progress);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Derivation derivation = new Derivation(name, "clean", plan.recipe(), List.of(version));
        DatasetVersion cleaned = new DerivedTable(store, derivation, who, listener).keep(run, now);
        if (!cleaned.created().equals(now)) {
            progress.note(
                    "The same plan for the same rows gave "
                            + cleaned.reference()
                            + " at "
                            + cleaned.created().truncatedTo(ChronoUnit.SECONDS)
                            + ": nothing new was stored.");
        }
        return new CleanOutcome(cleaned, run.report());
    }

    /**
     * The plan by which a version was cleaned, with what its steps fitted then: other rows that are
     * cleaned by it get the same codes, bounds and fills, and nothing is fitted on them.
     *
     * @throws KaiyeException INVALID_ARGUMENT if the version was not cleaned; INVALID_DATA if what
     *     a step fitted is not there any more
     */
    public CleanPlan planOf(String reference) {
        return FittedVersion.plan(find(reference), store);
    }

    /** What {@link #clean} would do; nothing is stored. */
    public CleanReport tryClean(String reference, CleanPlan plan, Progress progress) {
        DatasetVersion version = find(reference);
        plan.check(version);
        CleanRun run = new CleanRun(store, plan, version, progress);
        DerivedTable.tryOut(store, version, run);
        return run.report();
    }

    /**
     * All rows of a version, into memory.
     *
     * @param reference "name" for the newest version, or "name@idprefix"
     * @throws KaiyeException UNKNOWN_DATASET, which names those that exist
     */
    public Dataset load(String reference) {
        DatasetVersion version = find(reference);
        return new Dataset(
                version,
                rows(version, SplitName.TRAIN),
                rows(version, SplitName.VALID),
                rows(version, SplitName.TEST));
    }

    /** What {@link #load} would load, without its rows. */
    public DatasetVersion find(String reference) {
        return store.read(sql -> DatasetTable.find(sql, reference));
    }

    /** What a version lost, the first time first. */
    public List<ErasedRows> erased(DatasetVersion version) {
        return store.read(sql -> ErasureRows.of(sql, version));
    }

    /** Every version of every dataset, the last imported first. */
    public List<DatasetVersion> list() {
        return store.read(DatasetTable::all);
    }

    /**
     * Versions that may not be kept any longer, whether they still have rows or not, the last
     * imported first. Cheap where no version says a day.
     */
    public List<DatasetVersion> overdue(LocalDate today) {
        return store.read(DatasetTable::withDeleteBy).stream()
                .filter(
                        version ->
                                version.terms()
                                        .flatMap(Terms::deleteBy)
                                        .filter(last -> last.isBefore(today))
                                        .isPresent())
                .toList();
    }

    /**
     * Counts, lengths and doubtful rows of labelled text, and what {@link #profileTable} says of
     * it. Where {@code looks} has near texts looked for, both say what one search with the default
     * threshold found.
     */
    public TextProfile profileText(DatasetVersion version, ProfileLooks looks, Progress progress) {
        Dataset dataset = load(version.fullReference());
        Optional<NearDuplicates> near = Profile.near(dataset);
        ProfileLooks once = near.map(found -> looks.knowing(found.leaders())).orElse(looks);
        return new TextProfile(Profile.of(dataset, near), profileTable(version, once, progress));
    }

    /**
     * Every column of a version, its splits, and what is doubtful in it.
     *
     * @param looks what else to look for
     */
    public TableProfile profileTable(
            DatasetVersion version, ProfileLooks looks, Progress progress) {
        return new TableProfiles(store, limits, looks, progress).ofVersion(version);
    }

    /**
     * The same of a file that is not imported: it is read where it lies, its types are found from
     * all rows as an import finds them, and rows that cannot be read are counted.
     *
     * @param roles its text and label columns, where the file has them
     * @throws KaiyeException as {@link #importTable}
     */
    public TableProfile profileFile(
            Path file,
            TableSettings settings,
            ImportSettings roles,
            ProfileLooks looks,
            Progress progress) {
        return new TableProfiles(store, limits, looks, progress).ofFile(file, settings, roles);
    }

    /**
     * Divides all rows of a version anew, as a new version of its name, or for folds as a version
     * of NAME-fold1 and so on.
     *
     * @throws KaiyeException INVALID_DATA if the same or nearly the same text would be on both
     *     sides, or a label not in train, unless the request says to mend that
     */
    public SplitOutcome split(SplitRequest request) {
        VersionRows rows = versionRows(request.reference(), request.column());
        Splitter splitter = new Splitter(rows, request);
        return splitter.outcome(
                splitter.run().stream()
                        .map(made -> keepPlaced(made.derivation(), rows, made.placed()))
                        .toList());
    }

    /**
     * Leaves out rows of train that repeat others, as a new version.
     *
     * @param keep false to only count
     */
    public DedupeOutcome dedupe(DedupeRequest request, boolean keep) {
        VersionRows rows = versionRows(request.reference(), Optional.empty());
        Deduper deduper = new Deduper(rows, request);
        int[] placed = deduper.run();
        boolean changed = keep && deduper.dropped() > 0;
        return deduper.outcome(
                changed
                        ? Optional.of(keepPlaced(deduper.derivation(), rows, placed))
                        : Optional.empty());
    }

    private VersionRows versionRows(String reference, Optional<String> column) {
        DatasetVersion version = find(reference);
        return version.columns().isPresent()
                ? VersionRows.ofTable(store, version, column)
                : VersionRows.of(load(version.fullReference()), column);
    }

    private DatasetVersion keepPlaced(Derivation derivation, VersionRows rows, int[] placed) {
        if (rows.version().columns().isEmpty()) {
            return keep(derivation, rows.placed(placed));
        }
        return new DerivedTable(store, derivation, who, listener)
                .keep(
                        (duck, parent) -> parent.placed(duck, placed),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * Writes one split as a file, with the columns "text" and "label" or all those of a table.
     *
     * @param file its name ends with .csv, .tsv or .jsonl, and .gz to pack it; a table's may end
     *     with .parquet
     * @throws KaiyeException ALREADY_EXISTS unless {@code overwrite}
     */
    public void export(String reference, SplitName split, Path file, boolean overwrite) {
        DatasetVersion version = find(reference);
        if (version.rows(split) == 0) {
            throw Refusal.usage(
                    version.reference() + " has no " + split.word() + " rows to export.");
        }
        String blob = blob(version, split);
        store.write(
                sql -> {
                    listener.happened(
                            sql,
                            new DatasetEvent(
                                    "export",
                                    version,
                                    Map.of("split", split.word(), "rows", version.rows(split))));
                    return true;
                });
        if (version.columns().isPresent()) {
            new TableRows(store, version).export(blob, file, overwrite);
        } else {
            new Exporter(store.blobs().path(blob), blob).write(file, overwrite);
        }
    }

    /**
     * The numbers, from 1, that the rows {@link #load} gives of a split have in what {@link
     * #export} writes. They differ from 1, 2, 3 where rows of a table lack a text or a label.
     */
    public int[] rowNumbers(DatasetVersion version, SplitName split) {
        return version.columns().isPresent()
                ? new TableRows(store, version).numbers(blob(version, split))
                : IntStream.rangeClosed(1, version.rows(split)).toArray();
    }

    private List<Example> rows(DatasetVersion version, SplitName split) {
        String blob = blob(version, split);
        if (version.columns().isPresent()) {
            return new TableRows(store, version).examples(blob);
        }
        List<Example> rows = new ArrayList<>(version.rows(split));
        Canonical.read(store.blobs().path(blob), blob, rows::add);
        return rows;
    }

    private String blob(DatasetVersion version, SplitName split) {
        return store.read(sql -> DatasetTable.blob(sql, version, split));
    }
}
