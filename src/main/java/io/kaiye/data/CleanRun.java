package io.kaiye.data;

import io.kaiye.base.Json;
import io.kaiye.base.Progress;
import io.kaiye.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run of a plan over the rows of a version. One thread. */
final class CleanRun implements TableStep {
    private final Store store;
    private final CleanPlan plan;
    private final DatasetVersion version;
    private final Progress progress;
    private final List<CleanReport.StepReport> reports = new ArrayList<>();
    private List<Column> columns = List.of();
    private Map<Integer, byte[]> kept = Map.of();

    CleanRun(Store store, CleanPlan plan, DatasetVersion version, Progress progress) {
        this.store = store;
        this.plan = plan;
        this.version = version;
        this.progress = progress;
    }

    @Override
    public SplitRows apply(Duck duck, SplitRows rows) {
        CleanPlan ready = plan.ready(store, progress);
        CleanMemory memory = CleanMemory.of(duck, rows, version);
        CleanRows cleaned =
                new CleanRows(duck, ready.typed(duck, rows), version.rows(SplitName.TRAIN));
        List<Map<String, Object>> fitted = new ArrayList<>();
        List<CleanStep> steps = plan.steps();
        SplitRows result;
        try (Progress.Task task = progress.start("Cleaning", steps.size() + 1L, "steps")) {
            for (CleanStep step : steps) {
                task.status(step.title());
                fitted.add(step.apply(cleaned, ready.stored(step)));
                memory.suit(cleaned.types().size());
                task.advance(1);
            }
            result = cleaned.finish();
            task.advance(1);
        }
        for (int i = 0; i < steps.size(); i++) {
            CleanStep step = steps.get(i);
            reports.add(
                    new CleanReport.StepReport(
                            i + 1,
                            step.place().line(),
                            step.title(),
                            sorted(fitted.get(i)),
                            cleaned.counts(i + 1)));
        }
        refuseNothingLeft();
        kept = cleaned.kept();
        columns = duck.columns(result.columnsOnly());
        return result;
    }

    /** The steps with what was fitted and counted, in an order that is always the same. */
    @Override
    public Map<String, Object> found() {
        return json(Map.of("steps", reports.stream().map(CleanReport.StepReport::recipe).toList()));
    }

    @Override
    public Map<Integer, byte[]> kept() {
        return kept;
    }

    @Override
    public List<DatasetVersion> alsoRead() {
        return plan.alsoRead();
    }

    CleanReport report() {
        return new CleanReport(version.reference(), reports, columns);
    }

    private void refuseNothingLeft() {
        for (CleanReport.StepReport report : reports) {
            StepCounts train = report.counts().get(SplitName.TRAIN);
            if (train == null || train.rowsOut() == 0) {
                throw plan.steps()
                        .get(report.number() - 1)
                        .place()
                        .refusal(
                                "no row of train is left after step "
                                        + report.number()
                                        + ", \""
                                        + report.step()
                                        + "\""
                                        + (train == null
                                                ? "."
                                                : ", of " + Refusal.number(train.rowsIn()) + ".")
                                        + " Take fewer columns, or fill their values first.");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(Map<String, Object> values) {
        return Json.parse(Json.line(values), LinkedHashMap.class);
    }

    private static Map<String, Object> sorted(Map<String, Object> values) {
        Map<String, Object> sorted = new TreeMap<>();
        values.forEach(
                (name, value) ->
                        sorted.put(
                                name, value instanceof Map<?, ?> map ? sorted(named(map)) : value));
        return sorted;
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new TreeMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }
}
