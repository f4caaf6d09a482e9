package io.kaiye.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan did, or would do.
 *
 * @param dataset name@id of the rows that go in
 * @param columns that come out
 */
public record CleanReport(String dataset, List<StepReport> steps, List<Column> columns) {
    public CleanReport {
        steps = List.copyOf(steps);
        columns = List.copyOf(columns);
    }

    /**
     * One step.
     *
     * @param number from 1
     * @param line of the plan
     * @param fitted on train, as JSON values
     * @param counts of each split that has rows
     */
    public record StepReport(
            int number,
            int line,
            String step,
            Map<String, Object> fitted,
            Map<SplitName, StepCounts> counts) {

        Map<String, Object> recipe() {
            Map<String, Object> words = new LinkedHashMap<>();
            words.put("step", step);
            words.put("fitted", fitted);
            words.put("counts", counts);
            return words;
        }
    }
}
