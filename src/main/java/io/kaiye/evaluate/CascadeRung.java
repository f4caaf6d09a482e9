package io.kaiye.evaluate;

import java.util.List;

/**
 * What one rung of a cascade answered to every held-out row, and what asking it costs.
 *
 * @param name as people know it: {@code desk@3}, {@code gpt-4o-mini}
 * @param local true where it has confidence and may pass a row on; of the others the first answers
 *     all that reaches it
 * @param labels of each row
 * @param confidence of each row, calibrated, 0 to 1; below 0 where it may never be taken, such as
 *     "none of these". Not looked at where it is not local.
 * @param costMicrosPer1000 of each row: what 1,000 rows like it cost
 */
@SuppressWarnings("ArrayRecordComponent") // a figure a row, handed on and never compared
public record CascadeRung(
        String name,
        boolean local,
        List<String> labels,
        float[] confidence,
        long[] costMicrosPer1000) {
    public CascadeRung {
        labels = List.copyOf(labels);
        if (labels.size() != costMicrosPer1000.length
                || (local && labels.size() != confidence.length)) {
            throw new IllegalArgumentException(
                    name + " needs a label, a confidence and a cost for each row");
        }
    }
}
