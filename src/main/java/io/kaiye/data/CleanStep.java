package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One step of a cleaning plan. */
interface CleanStep {
    /**
     * Where a step stands.
     *
     * @param plan its file, or words for one that a version remembers
     * @param line of the file, 0 for a plan that a version remembers
     * @param number from 1
     */
    record Place(String plan, int line, int number) {
        /** Such as "line 3". */
        String at() {
            return line > 0 ? "line " + line : "step " + number;
        }

        KaiyeException refusal(String why) {
            return new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    plan + " " + at() + ": " + why + " Nothing was stored.");
        }
    }

    Place place();

    /** Such as "missing Age, Fare: median". */
    String title();

    /** Says what does not fit the columns, and changes them as the step would. */
    void check(CleanSchema schema);

    /** The columns that it is about; none for all. */
    List<String> columns();

    /** All columns whose values it looks at. */
    default List<String> reads() {
        return columns();
    }

    /** True where what it fits is too large for a recipe and is kept beside it. */
    default boolean isKeptBeside() {
        return false;
    }

    /**
     * Fits on train, unless it is given what to use instead, and lets the rows be changed.
     *
     * @param stored what the step fitted for another version
     * @return what was fitted, as JSON values
     */
    Map<String, Object> apply(CleanRows rows, Optional<StoredFit> stored);
}
