package io.kaiye.serve;

/** Keeps feedback. Called by many threads at once. */
@FunctionalInterface
public interface FeedbackSink {
    /**
     * Returns once it is kept.
     *
     * @throws io.kaiye.base.KaiyeException UNKNOWN_ANSWER if there was no such answer
     */
    void record(Feedback feedback);
}
