package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /v1/feedback} takes: an answer and at least one thing to say about it.
 *
 * @param index which text of the call, from 0
 * @param comment empty if there is none
 */
record FeedbackRequest(
        String answerId,
        int index,
        @Nullable String label,
        @Nullable Boolean correct,
        String comment) {
    static final int INDEX_MAX = 1_000_000;
    static final int ID_CHARACTERS_MAX = 128;
    static final int LABEL_CHARACTERS_MAX = 1024;
    static final int COMMENT_CHARACTERS_MAX = 4096;

    private static final List<String> FIELDS =
            List.of("answer_id", "index", "label", "correct", "comment");

    static FeedbackRequest read(JsonParser parser) throws IOException {
        String answerId = null;
        Integer index = null;
        String label = null;
        Boolean correct = null;
        String comment = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "answer_id" -> answerId = Fields.text(parser, name, ID_CHARACTERS_MAX);
                case "index" -> index = Fields.whole(parser, name, 0, INDEX_MAX);
                case "label" -> label = Fields.text(parser, name, LABEL_CHARACTERS_MAX);
                case "correct" -> correct = Fields.truth(parser, name);
                case "comment" -> comment = Fields.text(parser, name, COMMENT_CHARACTERS_MAX);
                default -> throw Fields.unknown(name, FIELDS);
            }
        }
        if (answerId == null || answerId.isBlank()) {
            throw Fields.missing("answer_id", "send the x-kaiye-answer-id of the answer.");
        }
        if (label == null && correct == null && comment == null) {
            throw Fields.missing("label", "send label (the right one), correct or comment.");
        }
        return new FeedbackRequest(
                answerId,
                index == null ? 0 : index,
                label,
                correct,
                comment == null ? "" : comment);
    }
}
