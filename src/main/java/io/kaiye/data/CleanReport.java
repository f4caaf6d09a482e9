package io.kaiye.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
     * @param line of the plan, 0 for that of another version
     * @param fitted on train, here or for another version, as JSON values
     * @param counts of each split that has rows
     */
    public record StepReport(
            int number,
            int line,
            String step,
            Map<String, Object> fitted,
            Map<SplitName, StepCounts> counts) {

        /** Values without a code, by column, where an encode step used stored codes. */
        public Map<String, Long> unseen() {
            Map<String, Long> unseen = new TreeMap<>();
            if (fitted.get(EncodeStep.VALUES) instanceof Map<?, ?>
                    && fitted.get(EncodeStep.UNSEEN) instanceof Map<?, ?> found) {
                found.forEach(
                        (column, count) -> {
                            if (count instanceof Number number && number.longValue() > 0) {
                                unseen.put(String.valueOf(column), number.longValue());
                            }
                        });
            }
            return unseen;
        }

        /**
         * Rows of train that were erased since the step's fit, where it looked neighbours up in
         * those that are left.
         */
        public int erasedRows() {
            return fitted.get(NearestStep.ERASED) instanceof Number rows ? rows.intValue() : 0;
        }

        Map<String, Object> recipe() {
            Map<String, Object> words = new LinkedHashMap<>();
            words.put("step", step);
            words.put("fitted", fitted);
            words.put("counts", counts);
            return words;
        }
    }
}
