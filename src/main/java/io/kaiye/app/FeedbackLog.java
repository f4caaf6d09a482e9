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
    private final RecentAnswers answers;

    FeedbackLog(Store store, RecentAnswers answers) {
        this.store = store;
        this.answers = answers;
    }

    @Override
    public void record(Feedback feedback) {
        int texts = answers.texts(feedback.answerId());
        if (texts == 0) {
            throw new KaiyeException(
                    ErrorCode.UNKNOWN_ANSWER,
                    "There is no answer \""
                            + feedback.answerId()
                            + "\" among the last "
                            + RecentAnswers.ANSWERS_MAX
                            + " since this server started. Send the x-kaiye-answer-id of an"
                            + " answer.");
        }
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
}
