package io.kaiye.app;

import io.kaiye.serve.Feedback;
import io.kaiye.serve.FeedbackSink;
import io.kaiye.store.Store;
import java.util.Optional;

/** Keeps feedback in the database, on the disk before the caller is thanked. Safe for threads. */
final class FeedbackLog implements FeedbackSink {
    private final Store store;

    FeedbackLog(Store store) {
        this.store = store;
    }

    @Override
    public void record(Feedback feedback) {
        store.write(
                sql ->
                        sql.update(
                                "INSERT INTO feedback (answer_id, text_index, label, correct,"
                                        + " comment, at_millis) VALUES (?, ?, ?, ?, ?, ?)",
                                feedback.answerId(),
                                feedback.index(),
                                feedback.rightLabel(),
                                Optional.ofNullable(feedback.correct()),
                                feedback.comment(),
                                feedback.at()));
    }
}
