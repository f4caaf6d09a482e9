package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Terms;
import java.util.List;
import java.util.Optional;

/**
 * What a queue was made with.
 *
 * @param dataset whose train rows are known already, as name@id with all digits; empty for none
 * @param labels that may be given, besides those that were given; empty if any may
 * @param twice the share of the tasks that two people label, 0 to 1
 * @param priceMicros of a label, of the currency
 * @param currency three letters
 * @param language of the texts
 * @param base encoder, by name or folder; empty for the one of the language
 * @param terms on which the texts are held; empty where nobody said any
 */
public record QueueSettings(
        Optional<String> dataset,
        List<String> labels,
        double twice,
        long priceMicros,
        String currency,
        String language,
        Optional<String> base,
        Optional<Terms> terms) {

    public QueueSettings {
        labels = List.copyOf(labels);
        if (!(twice >= 0 && twice <= 1)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--twice is " + twice + "; accepted is a share from 0 to 1.");
        }
    }
}
