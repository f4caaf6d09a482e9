package io.kaiye.data;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * On what terms data is held. Nothing here is guessed: what nobody said is empty.
 *
 * @param source where it was got, in words or as a URL
 * @param licence an SPDX identifier where there is one, such as "CC-BY-4.0", or words
 * @param lawfulBasis of personal data: consent, contract, legal-obligation, vital-interests,
 *     public-task, legitimate-interests (GDPR article 6), or none where there is no personal data
 * @param purposes what it may be used for, such as "train" or "evaluate"; empty where nobody said
 * @param deleteBy the last day it may be kept
 */
public record Terms(
        Optional<String> source,
        Optional<String> licence,
        Optional<String> lawfulBasis,
        List<String> purposes,
        Optional<LocalDate> deleteBy) {

    /** Nothing was said. */
    public static final Terms UNSAID =
            new Terms(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty());

    public Terms {
        purposes = List.copyOf(purposes);
    }
}
