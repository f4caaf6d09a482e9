package io.kaiye.gateway;

/** What the books say to a call. */
public sealed interface Admission {
    /**
     * Go on.
     *
     * @param reservation is to be ended, by settling or releasing, whatever happens
     */
    record Admitted(Reservation reservation) implements Admission {}

    /** The same was asked and answered before: give this again, and charge nothing. */
    record Answered(KeptAnswer answer) implements Admission {}
}
