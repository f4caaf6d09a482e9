package io.kaiye.evaluate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a target may be set on; each from 0 to 1, higher is better. */
public enum Metric {
    ACCURACY("accuracy"),
    MACRO_F1("macro_f1"),
    MICRO_F1("micro_f1");

    private final String word;

    Metric(String word) {
        this.word = word;
    }

    /** Its name on the command line and in JSON, such as {@code macro_f1}. */
    @JsonValue
    public String word() {
        return word;
    }

    /**
     * The metric of that name.
     *
     * @throws KaiyeException INVALID_ARGUMENT, naming the metrics there are
     */
    @JsonCreator
    public static Metric of(String word) {
        for (Metric metric : values()) {
            if (metric.word.equals(word)) {
                return metric;
            }
        }
        throw new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                "Unknown metric \""
                        + word
                        + "\"; accepted are "
                        + Arrays.stream(values())
                                .map(Metric::word)
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
