package io.kaiye.govern;

import io.kaiye.data.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Consent that a person took back: it holds for all that is stored later, until it is lifted.
 *
 * @param id of the erasure that came of it at once
 * @param person the name that the audit log has for it
 * @param columns that are looked in; empty for all
 * @param purpose that consent was taken back for; empty for every one
 * @param who recorded it
 */
public record Withdrawal(
        String id,
        String person,
        List<String> columns,
        Optional<String> purpose,
        String who,
        Instant at) {
    public Withdrawal {
        columns = List.copyOf(columns);
    }

    /** True if rows on those terms are held by the consent that was taken back. */
    static boolean concerns(Terms terms, Optional<String> purpose) {
        return isConsent(terms)
                && (purpose.isEmpty()
                        || terms.purposes().isEmpty()
                        || terms.purposes().contains(purpose.get()));
    }

    boolean concerns(Terms terms) {
        return concerns(terms, purpose);
    }

    static boolean isConsent(Terms terms) {
        return terms.lawfulBasis().filter(Terms.CONSENT::equals).isPresent();
    }
}
