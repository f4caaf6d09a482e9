package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A version that a plan made, whose fitted values other rows are cleaned with.
 *
 * @param source whose train the values were fitted on, as it is now
 * @param erasedRows of that train since
 * @param fits of each step
 */
record FittedVersion(
        DatasetVersion version, DatasetVersion source, int erasedRows, List<StoredFit> fits) {
    FittedVersion {
        fits = List.copyOf(fits);
    }

    /**
     * The plan that made a version, with what its steps fitted.
     *
     * @throws KaiyeException INVALID_ARGUMENT if no plan made it; INVALID_DATA if what a step
     *     fitted is not there any more; CORRUPT_FILE
     */
    static CleanPlan plan(DatasetVersion version, Store store) {
        DatasetVersions versions =
                reference -> store.read(sql -> DatasetTable.find(sql, reference));
        Map<String, Object> recipe =
                version.making()
                        .filter(making -> making.step().equals("clean"))
                        .map(Making::recipe)
                        .orElseThrow(() -> notCleaned(version, versions));
        String name = "the plan of " + version.reference();
        CleanPlan plan = CleanPlanFile.stored(name, recipe.getOrDefault("plan", List.of()));
        DatasetVersion root = root(version, versions);
        Making making = root.making().orElseThrow();
        DatasetVersion source = versions.find(making.parents().getFirst());
        int erased =
                making.rowsIn().getOrDefault(SplitName.TRAIN, 0) - source.rows(SplitName.TRAIN);
        List<StoredFit> fits = fits(plan.steps(), recipe, files(store, root, source, plan), erased);
        return plan.fittedAs(new FittedVersion(version, source, erased, fits));
    }

    /** The version that was made when the values were fitted. */
    private static DatasetVersion root(DatasetVersion version, DatasetVersions versions) {
        DatasetVersion root = version;
        while (root.making().orElseThrow().like().isPresent()) {
            root = versions.find(root.making().get().like().get());
        }
        return root;
    }

    /** Gives the version of a full reference. */
    @FunctionalInterface
    private interface DatasetVersions {
        DatasetVersion find(String reference);
    }

    private static List<StoredFit> fits(
            List<CleanStep> steps, Map<String, Object> recipe, Map<Integer, Path> files, int lost) {
        List<?> reports = recipe.get("steps") instanceof List<?> list ? list : List.of();
        List<StoredFit> fits = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Object report = i < reports.size() ? reports.get(i) : Map.of();
            Map<?, ?> words = report instanceof Map<?, ?> map ? map : Map.of();
            StoredFit.Kept kept =
                    new StoredFit.Kept(
                            Optional.ofNullable(files.get(i + 1)), Optional.empty(), lost);
            fits.add(new StoredFit(steps.get(i).place(), words, kept).inside("fitted"));
        }
        return fits;
    }

    /** What is kept beside the recipe, by the steps' numbers. */
    private static Map<Integer, Path> files(
            Store store, DatasetVersion root, DatasetVersion source, CleanPlan plan) {
        Map<Integer, String> blobs = store.read(sql -> FitTable.of(sql, root));
        Map<Integer, Path> files = new LinkedHashMap<>();
        for (CleanStep step : plan.steps()) {
            if (step.isKeptBeside()) {
                String blob = blobs.get(step.place().number());
                if (blob == null) {
                    throw step.place().refusal(gone(step, store, root, source));
                }
                store.blobs().verify(blob);
                files.put(step.place().number(), store.blobs().path(blob));
            }
        }
        return files;
    }

    private static String gone(
            CleanStep step, Store store, DatasetVersion root, DatasetVersion source) {
        List<ErasedRows> erased = store.read(sql -> ErasureRows.of(sql, root));
        return "what \""
                + step.title()
                + "\" learnt is not there: "
                + (erased.isEmpty()
                        ? root.reference()
                                + " was made before that was kept. Clean "
                                + source.reference()
                                + " anew and name what comes out."
                        : "it went with the rows of "
                                + root.reference()
                                + " ("
                                + erased.getLast().words()
                                + "). Clean other rows by a plan of your own with --plan.");
    }

    /** The same with rows to look neighbours up in, by the steps' numbers. */
    FittedVersion with(Map<Integer, Map<String, NearestStep.Known>> known) {
        List<StoredFit> all = new ArrayList<>();
        for (StoredFit fit : fits) {
            Map<String, NearestStep.Known> nearest = known.get(fit.place().number());
            all.add(nearest == null ? fit : fit.with(nearest));
        }
        return new FittedVersion(version, source, erasedRows, all);
    }

    private static KaiyeException notCleaned(DatasetVersion version, DatasetVersions parents) {
        return Refusal.usage(
                version.reference()
                        + " was made by "
                        + version.making().map(Making::step).orElse("import")
                        + ", not by clean, so nothing was fitted to take over."
                        + cleaned(version, parents)
                                .map(one -> " It comes from " + one + ", which was; name that one.")
                                .orElse(" Name a version that data clean made."));
    }

    /** The nearest version above, along first parents, that a plan made. */
    private static Optional<String> cleaned(DatasetVersion version, DatasetVersions parents) {
        DatasetVersion one = version;
        while (one.making().isPresent()) {
            if (one.making().get().step().equals("clean")) {
                return Optional.of(one.reference());
            }
            one = parents.find(one.making().get().parents().getFirst());
        }
        return Optional.empty();
    }

    /** Columns of other rows with the types that those had which this was made of. */
    List<Column> asFitted(List<Column> others) {
        Map<String, String> types =
                CleanPlan.columns(source).stream()
                        .collect(Collectors.toMap(Column::name, Column::type));
        return others.stream()
                .map(
                        column ->
                                new Column(
                                        column.name(),
                                        types.getOrDefault(column.name(), column.type())))
                .toList();
    }

    /**
     * Other rows with their columns in the types that those had which this was made of. A column
     * keeps its own type where a value would become another one: if no step reads it, or if it has
     * numbers either way and no code is made of them.
     *
     * @throws KaiyeException INVALID_DATA naming the columns that cannot be read so
     */
    SplitRows typed(Duck duck, SplitRows rows, List<CleanStep> steps) {
        List<Column> own = duck.columns(rows.columnsOnly());
        List<Column> wanted = asFitted(own);
        Map<String, String> casts = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            Column from = own.get(i);
            Column to = wanted.get(i);
            if (from.equals(to)) {
                continue;
            }
            String cast = cast(Duck.name(from.name()), to.type());
            String back = cast(cast, from.type());
            long misfits =
                    duck.number(
                            "SELECT count(*) FROM "
                                    + rows.relation()
                                    + " WHERE "
                                    + back
                                    + " IS DISTINCT FROM "
                                    + Duck.name(from.name()));
            if (misfits == 0) {
                casts.put(Duck.name(from.name()), cast);
            } else if (isRead(from, to, steps)) {
                problems.add(misfit(from, to, misfits, unreadable(duck, rows, from, cast)));
            }
        }
        if (!problems.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "The rows do not fit the plan of "
                            + version.reference()
                            + ". Nothing was stored.\n  "
                            + String.join("\n  ", problems));
        }
        return view(duck, rows, casts);
    }

    private static String cast(String value, String type) {
        return "TRY_CAST(CAST(" + value + " AS VARCHAR) AS " + type + ")";
    }

    private static boolean isRead(Column from, Column to, List<CleanStep> steps) {
        boolean numbers = CleanSql.isNumber(from.type()) && CleanSql.isNumber(to.type());
        return steps.stream()
                .filter(step -> !numbers || step instanceof EncodeStep)
                .anyMatch(step -> step.reads().contains(from.name()));
    }

    private static long unreadable(Duck duck, SplitRows rows, Column column, String cast) {
        return duck.number(
                "SELECT count("
                        + Duck.name(column.name())
                        + ") FROM "
                        + rows.relation()
                        + " WHERE "
                        + cast
                        + " IS NULL");
    }

    /**
     * @param misfits values that would be others
     * @param unreadable those of them that would be none; the rest is but written in another way
     */
    private static String misfit(Column from, Column to, long misfits, long unreadable) {
        return "column \""
                + from.name()
                + "\" is "
                + from.type()
                + " and was "
                + to.type()
                + "; "
                + (unreadable > 0
                        ? Refusal.count(unreadable, "value cannot be", "values cannot be")
                                + " read so."
                        : Refusal.count(misfits, "value would", "values would")
                                + " become another.")
                + " Correct them in the file, or name them with --missing, and import it"
                + " anew.";
    }

    private static SplitRows view(Duck duck, SplitRows rows, Map<String, String> casts) {
        if (casts.isEmpty()) {
            return rows;
        }
        UnaryOperator<String> replaced = name -> casts.get(name) + " AS " + name;
        duck.run(
                "CREATE VIEW typed_rows AS SELECT * REPLACE ("
                        + casts.keySet().stream().map(replaced).collect(Collectors.joining(", "))
                        + ") FROM "
                        + rows.relation());
        return new SplitRows("typed_rows");
    }
}
