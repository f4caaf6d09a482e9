package io.kaiye.data;

import io.kaiye.base.Progress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Profiles the rows of a relation in few readings, all of them by DuckDB on every core: first what
 * needs no other figure, then what does along with a sample of the texts, which is looked at here,
 * then what is of splits. Nothing is written to the disk. One thread.
 */
final class TableProfiler {
    /** Up to this many values, quantiles and distinct values are counted exactly. */
    static final long EXACT_VALUES_MAX = 20_000_000;

    static final int COLUMNS_A_READING = 100;

    private final Duck duck;
    private final SplitRows rows;
    private final List<Column> columns;
    private final ImportSettings roles;
    private final ProfileLooks looks;
    private final Optional<LikelyTypes> likely;

    /**
     * @param columns of the relation without its split, with the types they are to be read as
     * @param roles which columns are the text and the label, where there are such
     */
    TableProfiler(
            Duck duck,
            SplitRows rows,
            List<Column> columns,
            ImportSettings roles,
            ProfileLooks looks) {
        this(duck, rows, columns, roles, looks, Optional.empty());
    }

    /** Of rows whose types are to be confirmed. */
    TableProfiler(Duck duck, LikelyTypes likely, ImportSettings roles, ProfileLooks looks) {
        this(duck, likely.rows(), likely.columns(), roles, looks, Optional.of(likely));
    }

    private TableProfiler(
            Duck duck,
            SplitRows rows,
            List<Column> columns,
            ImportSettings roles,
            ProfileLooks looks,
            Optional<LikelyTypes> likely) {
        this.likely = likely;
        this.duck = duck;
        this.rows = rows;
        this.columns = columns;
        this.roles = roles;
        this.looks = looks;
    }

    /** What is known of the table besides its rows. */
    record About(
            String name,
            String id,
            boolean stored,
            long quarantined,
            List<String> examples,
            List<Source> sources) {}

    /**
     * Looks at everything.
     *
     * @param counts rows of each split
     * @return empty if a value does not fit the likely type of its column
     */
    Optional<TableProfile> profile(About about, Map<SplitName, Long> counts, Progress progress) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        boolean exact = all * columns.size() <= EXACT_VALUES_MAX;
        List<ColumnLook> looksAt =
                columns.stream().map(column -> new ColumnLook(column, exact)).toList();
        long readings = 2L * Math.ceilDiv(columns.size(), COLUMNS_A_READING) + 2;
        try (Progress.Task task =
                progress.start("Profiling " + about.name(), readings, "readings")) {
            OptionalLong different = look(looksAt, task);
            if (different.isEmpty()) {
                return Optional.empty();
            }
            TextSample sample = new TextSample(duck, rows, looks, looksAt, all);
            lookAgain(looksAt, sample, task);
            SplitShares shares = new SplitShares(duck, rows, roles, columns);
            Map<String, List<ColumnProfile.InSplit>> splits = shares.columns(looksAt, counts);
            Optional<TableProfile.Labels> labels = shares.labels(looksAt, counts);
            List<TableProfile.Overlap> overlaps = shares.overlaps(counts);
            task.advance(1);
            Optional<TableProfile.Near> near = sample.near(roles, columns, all);
            task.advance(1);
            return Optional.of(
                    new TableProfile(
                            about.name(),
                            about.id(),
                            about.stored(),
                            counts,
                            about.quarantined(),
                            about.examples(),
                            exact,
                            sample.rows(),
                            profiles(looksAt, all, sample, splits),
                            all - different.getAsLong(),
                            labels,
                            overlaps,
                            near,
                            sample.personalData(),
                            Optional.empty(),
                            about.sources()));
        }
    }

    private static List<ColumnProfile> profiles(
            List<ColumnLook> looksAt,
            long all,
            TextSample sample,
            Map<String, List<ColumnProfile.InSplit>> splits) {
        return looksAt.stream()
                .map(
                        look ->
                                look.profile(
                                        all,
                                        sample.texts(look),
                                        sample::isShown,
                                        splits.getOrDefault(look.quoted(), List.of())))
                .toList();
    }

    /**
     * Different rows, split by split; the first reading finds them along with the rest. Empty if
     * the types do not hold.
     */
    private OptionalLong look(List<ColumnLook> looksAt, Progress.Task task) {
        long different = 0;
        for (int from = 0; from < looksAt.size(); from += COLUMNS_A_READING) {
            List<ColumnLook> some = part(looksAt, from);
            Aggregates asked = new Aggregates();
            some.forEach(look -> look.ask(asked));
            int rowsAsked = from == 0 ? asked.add("count(DISTINCT " + rowHash(looksAt) + ")") : 0;
            List<LikelyTypes.Question> guesses =
                    likely.map(
                                    types ->
                                            types.ask(
                                                    some.stream().map(ColumnLook::column).toList(),
                                                    asked))
                            .orElse(List.of());
            asked.run(duck, rows.relation(), task);
            if (!LikelyTypes.hold(guesses, asked)) {
                return OptionalLong.empty();
            }
            some.forEach(look -> look.read(asked));
            different = from == 0 ? asked.count(rowsAsked) : different;
        }
        return OptionalLong.of(different);
    }

    private String rowHash(List<ColumnLook> looksAt) {
        return looksAt.stream()
                .map(ColumnLook::quoted)
                .collect(Collectors.joining(", ", "hash(", ", " + SplitRows.QUOTED + ")"));
    }

    private void lookAgain(List<ColumnLook> looksAt, TextSample sample, Progress.Task task) {
        for (int from = 0; from < looksAt.size(); from += COLUMNS_A_READING) {
            List<ColumnLook> some = part(looksAt, from);
            Aggregates asked = new Aggregates();
            some.forEach(look -> look.askMore(asked));
            sample.ask(some, asked);
            asked.run(duck, rows.relation(), task);
            some.forEach(look -> look.readMore(asked));
            sample.read(asked);
        }
    }

    private static List<ColumnLook> part(List<ColumnLook> looksAt, int from) {
        return looksAt.subList(from, Math.min(looksAt.size(), from + COLUMNS_A_READING));
    }

    /** Rows of every split; a split without any has none. */
    static Map<SplitName, Long> counts(Duck duck, SplitRows rows) {
        Map<String, Long> found = new HashMap<>();
        duck.each(
                "SELECT " + SplitRows.QUOTED + ", count(*) FROM " + rows.relation() + " GROUP BY 1",
                row -> found.put(row.getString(1), row.getLong(2)));
        Map<SplitName, Long> counts = new EnumMap<>(SplitName.class);
        for (SplitName split : SplitName.values()) {
            counts.put(split, found.getOrDefault(split.name(), 0L));
        }
        return counts;
    }

    /** The rows with the types that their columns are to have, as a view. */
    static SplitRows typed(Duck duck, SplitRows rows, List<Column> types) {
        duck.run(
                "CREATE VIEW typed_rows AS SELECT "
                        + Duck.typed(types)
                        + ", "
                        + SplitRows.QUOTED
                        + " FROM "
                        + rows.relation());
        return new SplitRows("typed_rows");
    }
}
