package io.kaiye.evaluate;

import io.kaiye.base.Excerpt;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A wrong answer.
 *
 * @param text what was asked, cut to 300 characters
 * @param truth the true label
 * @param predicted the label answered
 * @param confidence its probability
 */
public record Mistake(String text, String truth, String predicted, double confidence) {
    private static final int TEXT_CHARACTERS_MAX = 300;

    public Mistake {
        text = Excerpt.of(text, TEXT_CHARACTERS_MAX);
    }

    /**
     * The mistakes the model was surest of, the surest first.
     *
     * @param texts of the rows of {@code predictions}
     * @param count at most so many
     */
    public static List<Mistake> worst(Predictions predictions, List<String> texts, int count) {
        if (texts.size() != predictions.rows()) {
            throw new IllegalArgumentException(
                    texts.size() + " texts for " + predictions.rows() + " rows");
        }
        return IntStream.range(0, predictions.rows())
                .filter(row -> predictions.predicted(row) != predictions.truth()[row])
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -confidence(predictions, row)))
                .limit(count)
                .map(row -> of(predictions, texts.get(row), row))
                .toList();
    }

    private static Mistake of(Predictions predictions, String text, int row) {
        return new Mistake(
                text,
                predictions.labels().get(predictions.truth()[row]),
                predictions.labels().get(predictions.predicted(row)),
                confidence(predictions, row));
    }

    private static double confidence(Predictions predictions, int row) {
        return predictions.probabilities()[row][predictions.predicted(row)];
    }
}
