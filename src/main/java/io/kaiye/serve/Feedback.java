package io.kaiye.serve;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says about an answer.
 *
 * @param answerId as it stood in {@code x-kaiye-answer-id}
 * @param customer who says it, by the customer's short name; empty for the operator
 * @param index which text of the call is meant, from 0
 * @param label the right label, if it was told
 * @param correct whether the answer was right, if it was told
 * @param comment anything else; may be empty
 */
public record Feedback(
        String answerId,
        Optional<String> customer,
        int index,
        @Nullable String label,
        @Nullable Boolean correct,
        String comment,
        Instant at) {

    /** The right label, if it was told. */
    public Optional<String> rightLabel() {
        return Optional.ofNullable(label);
    }
}
