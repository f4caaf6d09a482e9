package io.kaiye.data;

import io.kaiye.base.Progress;
import io.kaiye.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows that neighbours were looked up in when a version was cleaned, for rows that are cleaned
 * like it. They are not stored a second time, where an erasure would have to find them: the train
 * that they were taken from goes through the steps before again, with what was fitted then, and
 * comes out the same. Of a train that lost rows since those that are left are known. One thread.
 */
final class KnownRows {
    private final Store store;
    private final FittedVersion fitted;
    private final Progress progress;

    KnownRows(Store store, FittedVersion fitted, Progress progress) {
        this.store = store;
        this.fitted = fitted;
        this.progress = progress;
    }

    /** True if a step looks neighbours up. */
    static boolean areRead(List<CleanStep> steps) {
        return last(steps) >= 0;
    }

    private static int last(List<CleanStep> steps) {
        int last = -1;
        for (int i = 0; i < steps.size(); i++) {
            last = steps.get(i) instanceof NearestStep ? i : last;
        }
        return last;
    }

    /** The same with the rows that steps look neighbours up in. */
    FittedVersion read(List<CleanStep> steps) {
        int last = last(steps);
        if (last < 0) {
            return fitted;
        }
        Map<Integer, Map<String, NearestStep.Known>> known = new TreeMap<>();
        Duck.with(store, duck -> read(duck, steps.subList(0, last + 1), known));
        return fitted.with(known);
    }

    private void read(
            Duck duck, List<CleanStep> steps, Map<Integer, Map<String, NearestStep.Known>> known) {
        DatasetVersion source = fitted.source();
        SplitRows all = SplitRows.of(duck, store, source, "source_rows");
        CleanMemory memory = CleanMemory.of(duck, all, source);
        CleanRows train =
                new CleanRows(duck, all.only(SplitName.TRAIN), source.rows(SplitName.TRAIN));
        try (Progress.Task task = progress.start("Known rows", steps.size(), "steps")) {
            for (CleanStep step : steps) {
                task.status(step.title());
                int number = step.place().number();
                StoredFit fit = fitted.fits().get(number - 1);
                if (step instanceof NearestStep nearest) {
                    Map<String, NearestStep.Known> found = nearest.known(train, Optional.of(fit));
                    known.put(number, found);
                    fit = fit.with(found);
                }
                if (number < steps.size()) {
                    step.apply(train, Optional.of(fit));
                    memory.suit(train.types().size());
                }
                task.advance(1);
            }
        }
    }
}
