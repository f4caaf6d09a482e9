package io.kaiye.app;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
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
        long texts = texts(feedback);
        if (feedback.index() >= texts) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The answer was for "
                            + texts
                            + " texts; index is "
                            + feedback.index()
                            + ", accepted are 0 to "
                            + (texts - 1)
                            + ".");
        }
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

    /** How many texts it was for; an answer to somebody else is told from none to nobody. */
    private long texts(Feedback feedback) {
        return store.read(
                        sql ->
                                sql.first(
                                        "SELECT answers FROM answer WHERE id = ? AND answers > 0"
                                                + " AND (? = '' OR customer = ?)",
                                        feedback.answerId(),
                                        feedback.customer().orElse(""),
                                        feedback.customer().orElse("")))
                .map(row -> row.number("answers"))
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.UNKNOWN_ANSWER,
                                        "There is no answer \""
                                                + feedback.answerId()
                                                + "\" to you. Send the x-kaiye-answer-id of an"
                                                + " answer."));
    }
}
