package io.kaiye.data;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One division of a dataset's rows: assigned, checked for leaks, mended if that was asked for.
 * Stores nothing.
 */
final class Splitter {
    private static final int NAMES_MAX = 10;

    private final VersionRows all;
    private final DatasetVersion version;
    private final SplitRequest request;
    private final boolean folds;
    private final RowTable table;
    private final NearDuplicates near;
    private final List<String> names;
    private final List<SplitOutcome.Moved> moved = new ArrayList<>();
    private final List<SplitOutcome.Dropped> dropped = new ArrayList<>();
    private int leakingRows;

    Splitter(VersionRows all, SplitRequest request) {
        this.all = all;
        this.version = all.version();
        this.request = request;
        this.folds = request.by() == SplitBy.KFOLD;
        this.table = all.table();
        this.near = all.near(request.near());
        this.names =
                folds
                        ? IntStream.rangeClosed(1, request.folds())
                                .mapToObj(fold -> "fold " + fold)
                                .toList()
                        : Arrays.stream(SplitName.values()).map(SplitName::word).toList();
    }

    /**
     * A version to be stored.
     *
     * @param placed the number of each row's split, below 0 for a row that is left out
     */
    @SuppressWarnings("ArrayRecordComponent") // of one call, never compared
    record Made(Derivation derivation, int[] placed) {}

    /**
     * @throws KaiyeException INVALID_DATA for leaks, or labels that could not be learnt, unless the
     *     request says to mend them; INVALID_ARGUMENT for a column that is not there
     */
    List<Made> run() {
        int[] assigned = assigned();
        int[] leaks = near.crossing(assigned);
        leakingRows = (int) Arrays.stream(leaks).filter(row -> row >= 0).count();
        if (leakingRows > 0 && !request.repair()) {
            throw leak(assigned, leaks);
        }
        int[] parts = learnable(leakingRows == 0 ? assigned : mended(assigned));
        return folds ? foldVersions(parts) : List.of(made(parts));
    }

    /** What to say of it once the versions are stored. */
    SplitOutcome outcome(List<DatasetVersion> versions) {
        return new SplitOutcome(
                version.reference(),
                versions,
                near.threshold(),
                leakingRows,
                moved,
                dropped,
                near.unfinished());
    }

    private int[] assigned() {
        int labelCount = table.labelNames().size();
        int[] parts =
                switch (request.by()) {
                    case STRATIFIED ->
                            Assignment.stratified(
                                    table.labels(),
                                    labelCount,
                                    all.textLeaders(),
                                    request.shares(),
                                    request.seed());
                    case GROUP -> Assignment.grouped(groups(), request.shares(), request.seed());
                    case TIME -> Assignment.byTime(times(), request.shares());
                    case KFOLD ->
                            Assignment.folds(
                                    table.labels(),
                                    labelCount,
                                    all.textLeaders(),
                                    request.folds(),
                                    request.seed());
                };
        refuseEmptyParts(parts);
        return parts;
    }

    private int[] groups() {
        int[] groups = all.values().groups();
        refuseFew(Groups.firsts(groups).length, "value");
        return groups;
    }

    private double[] times() {
        double[] times = all.values().times();
        refuseFew((int) Arrays.stream(times).distinct().count(), "time");
        return times;
    }

    private int partsWanted() {
        return 1 + (request.validShare() > 0 ? 1 : 0) + (request.testShare() > 0 ? 1 : 0);
    }

    private void refuseFew(int different, String what) {
        if (different < partsWanted()) {
            throw Refusal.stored(
                    "Column \""
                            + request.column().orElseThrow()
                            + "\" has "
                            + Refusal.count(different, what, what + "s")
                            + " for "
                            + partsWanted()
                            + " parts. Name another column, or leave a part out with --valid-share"
                            + " 0.");
        }
    }

    private void refuseEmptyParts(int[] parts) {
        for (int part = 0; part < names.size(); part++) {
            int number = part;
            boolean wanted = folds || part == 0 || request.shares().parts()[part] > 0;
            if (wanted && Arrays.stream(parts).noneMatch(one -> one == number)) {
                throw Refusal.stored(
                        Refusal.count(all.rows().size(), "row", "rows")
                                + " of "
                                + version.reference()
                                + " leave nothing for "
                                + names.get(part)
                                + ". Take "
                                + (folds ? "fewer --folds" : "other shares, or more rows or groups")
                                + ".");
            }
        }
    }

    /** Chance may move rows; where groups or the order of time bind them, they are left out. */
    private int[] mended(int[] assigned) {
        if (request.by() == SplitBy.GROUP || request.by() == SplitBy.TIME) {
            int[] left = Repair.withoutLeaks(assigned, near);
            dropped.addAll(Repair.dropped(assigned, left, names, SplitOutcome.Why.LEAK));
            return left;
        }
        double[] shares = request.shares().parts();
        if (folds) {
            shares = new double[request.folds()];
            Arrays.fill(shares, 1.0 / request.folds());
        }
        int[] whole =
                WholeClusters.of(
                        assigned,
                        near.clusters(),
                        table.labels(),
                        table.labelNames().size(),
                        shares,
                        !folds);
        moved.addAll(Repair.moved(assigned, whole, names));
        return whole;
    }

    private int[] learnable(int[] parts) {
        int labelCount = table.labelNames().size();
        int[] left =
                folds
                        ? Repair.withoutUnlearnableFolds(parts, table.labels(), labelCount)
                        : Repair.withoutUnlearnable(parts, table.labels(), labelCount);
        var some = Repair.dropped(parts, left, names, SplitOutcome.Why.UNLEARNABLE_LABEL);
        if (!some.isEmpty() && !request.repair()) {
            throw unlearnable(parts, left);
        }
        dropped.addAll(some);
        refuseEmptyParts(left);
        return left;
    }

    private KaiyeException unlearnable(int[] parts, int[] left) {
        TreeSet<String> labels = new TreeSet<>();
        for (int row = 0; row < parts.length; row++) {
            if (parts[row] != left[row]) {
                labels.add(all.rows().get(row).label());
            }
        }
        return Refusal.stored(
                Refusal.count(labels.size(), "label", "labels")
                        + (folds ? " would be in a single fold" : " would be missing from train")
                        + ", so that no model could learn "
                        + (labels.size() == 1 ? "it" : "them")
                        + ": "
                        + Suggestions.list(List.copyOf(labels), NAMES_MAX)
                        + ". Add rows of "
                        + (labels.size() == 1 ? "it" : "them")
                        + ", or leave such rows out with --repair.");
    }

    private KaiyeException leak(int[] parts, int[] leaks) {
        return LeakMessage.of(
                version.reference(), all.rows(), parts, leaks, names, near, request.by());
    }

    private Made made(int[] parts) {
        return new Made(Derivation.of(version, "split", recipe()), parts);
    }

    private List<Made> foldVersions(int[] parts) {
        List<Made> versions = new ArrayList<>();
        for (int number = 0; number < request.folds(); number++) {
            int fold = number;
            String name = version.name() + "-fold" + (fold + 1);
            Map<String, Object> recipe = recipe();
            recipe.put("fold", fold + 1);
            int train = SplitName.TRAIN.number();
            int test = SplitName.TEST.number();
            versions.add(
                    new Made(
                            new Derivation(name, "split", recipe, List.of(version)),
                            Arrays.stream(parts)
                                    .map(part -> part < 0 ? part : part == fold ? test : train)
                                    .toArray()));
        }
        return versions;
    }

    private Map<String, Object> recipe() {
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("by", request.by().word());
        request.column().ifPresent(column -> recipe.put("column", column));
        if (folds) {
            recipe.put("folds", request.folds());
        } else {
            recipe.put("validShare", request.validShare());
            recipe.put("testShare", request.testShare());
        }
        if (request.by() != SplitBy.TIME) {
            recipe.put("seed", request.seed());
        }
        recipe.put("near", near.threshold());
        recipe.put("repair", request.repair());
        recipe.put("leakingRows", leakingRows);
        Map<String, Integer> counts = new LinkedHashMap<>();
        moved.forEach(some -> counts.put(some.from() + " to " + some.to(), some.rows()));
        recipe.put("moved", counts);
        recipe.put("dropped", droppedCounts());
        return recipe;
    }

    private Map<String, Integer> droppedCounts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        dropped.forEach(
                some ->
                        counts.put(
                                some.from() + " " + some.why().name().toLowerCase(Locale.ROOT),
                                some.rows()));
        return counts;
    }
}
