package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
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
 * @param columns of the rows that the values were fitted on, with the types they had then
 * @param fits of each step
 */
record FittedVersion(DatasetVersion version, List<Column> columns, List<StoredFit> fits) {
    FittedVersion {
        columns = List.copyOf(columns);
        fits = List.copyOf(fits);
    }

    /**
     * The plan that made a version, with what its steps fitted.
     *
     * @param parents gives the version of a full reference
     * @throws KaiyeException INVALID_ARGUMENT if no plan made it; INVALID_DATA if a step's fit is
     *     not stored whole
     */
    static CleanPlan plan(DatasetVersion version, DatasetVersions parents) {
        Map<String, Object> recipe =
                version.making()
                        .filter(making -> making.step().equals("clean"))
                        .map(Making::recipe)
                        .orElseThrow(() -> notCleaned(version, parents));
        String name = "the plan of " + version.reference();
        CleanPlan plan = CleanPlanFile.stored(name, recipe.getOrDefault("plan", List.of()));
        DatasetVersion parent = parents.find(version.making().get().parents().getFirst());
        refuseUnstored(version, parent, plan.steps());
        List<StoredFit> fits = fits(plan.steps(), recipe);
        DatasetVersion rows = parents.find(first(version, parents).parents().getFirst());
        return plan.fittedAs(new FittedVersion(version, CleanPlan.columns(rows), fits));
    }

    /** How the version was made whose train the values were fitted on. */
    private static Making first(DatasetVersion version, DatasetVersions parents) {
        Making making = version.making().orElseThrow();
        while (making.like().isPresent()) {
            making = parents.find(making.like().get()).making().orElseThrow();
        }
        return making;
    }

    /** Gives the version of a full reference. */
    @FunctionalInterface
    interface DatasetVersions {
        DatasetVersion find(String reference);
    }

    private static List<StoredFit> fits(List<CleanStep> steps, Map<String, Object> recipe) {
        List<?> reports = recipe.get("steps") instanceof List<?> list ? list : List.of();
        List<StoredFit> fits = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Object report = i < reports.size() ? reports.get(i) : Map.of();
            Map<?, ?> words = report instanceof Map<?, ?> map ? map : Map.of();
            fits.add(new StoredFit(steps.get(i).place(), words).inside("fitted"));
        }
        return fits;
    }

    private static void refuseUnstored(
            DatasetVersion version, DatasetVersion parent, List<CleanStep> steps) {
        List<String> unstored =
                steps.stream()
                        .filter(step -> !step.isStoredWhole())
                        .map(step -> step.place().at() + ", \"" + step.title() + "\"")
                        .toList();
        if (!unstored.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "The plan of "
                            + version.reference()
                            + " has steps whose fit is not stored whole, so that it cannot be"
                            + " applied to other rows: "
                            + String.join("; ", unstored)
                            + ". Clean "
                            + parent.reference()
                            + " by a plan without them, train on what comes out, and name that"
                            + " version. Nothing was stored.");
        }
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
                columns.stream().collect(Collectors.toMap(Column::name, Column::type));
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
