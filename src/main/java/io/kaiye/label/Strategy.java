package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which rows are labelled next. Without a label yet, all but RANDOM take the middles of heaps. */
public enum Strategy {
    /** By lot. */
    RANDOM("by lot"),
    /** Where the two likeliest labels are closest. */
    MARGIN("where the two likeliest labels are closest"),
    /** Where the probabilities say least. */
    ENTROPY("where the probabilities are spread most"),
    /** Where models that see different halves of the vectors disagree. */
    COMMITTEE("where models that see different halves of the embeddings disagree"),
    /** Where nothing alike has a label. */
    DIVERSITY("where nothing alike has a label yet"),
    /** Small margins, one from each heap of like texts. */
    SPREAD("small margins, one from each heap of like texts");

    private final String meaning;

    Strategy(String meaning) {
        this.meaning = meaning;
    }

    /** For people. */
    public String meaning() {
        return meaning;
    }

    /** The lower-case name people type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The strategy a person names, in any case. */
    public static Strategy of(String word) {
        for (Strategy strategy : values()) {
            if (strategy.name().equalsIgnoreCase(word)) {
                return strategy;
            }
        }
        List<String> words = Arrays.stream(values()).map(Strategy::word).toList();
        throw new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                "Unknown strategy \""
                        + word
                        + "\". "
                        + Suggestions.didYouMean(word.toLowerCase(Locale.ROOT), words)
                        + "Accepted: "
                        + String.join(", ", words)
                        + ".");
    }
}
