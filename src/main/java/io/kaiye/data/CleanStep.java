package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.util.Map;

/** One step of a cleaning plan. */
interface CleanStep {
    /**
     * Where a step stands.
     *
     * @param number from 1
     */
    record Place(Path file, int line, int number) {
        KaiyeException refusal(String why) {
            return new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    file + " line " + line + ": " + why + " Nothing was stored.");
        }
    }

    Place place();

    /** Such as "missing Age, Fare: median". */
    String title();

    /** Says what does not fit the columns, and changes them as the step would. */
    void check(CleanSchema schema);

    /** Fits on train and lets the rows be changed; what was fitted, as JSON values. */
    Map<String, Object> apply(CleanRows rows);
}
