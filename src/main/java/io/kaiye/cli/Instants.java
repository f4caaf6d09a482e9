package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.PointsInTime;
import java.time.Instant;

/** Points in time as people type and read them. */
final class Instants {
    private Instants() {}

    /**
     * Reads what was typed after {@code option}: a day, which begins at midnight in UTC, or an
     * instant.
     *
     * @throws KaiyeException INVALID_ARGUMENT, naming what is accepted
     */
    static Instant parse(String option, String typed) {
        return PointsInTime.parse(typed)
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.INVALID_ARGUMENT,
                                        option
                                                + " is '"
                                                + typed
                                                + "'; accepted are "
                                                + PointsInTime.ACCEPTED
                                                + "."));
    }

    /** The day in UTC. */
    static String day(Instant instant) {
        return instant.toString().substring(0, "2026-01-31".length());
    }
}
