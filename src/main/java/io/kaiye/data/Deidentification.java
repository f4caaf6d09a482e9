package io.kaiye.data;

import io.kaiye.privacy.Deidentifier;
import io.kaiye.privacy.PersonalDataKind;
import java.util.List;
import java.util.Map;

/**
 * What of a dataset is replaced, and how.
 *
 * @param deidentifier finds and replaces
 * @param whole columns whose every value is personal data of one kind, such as a column of names
 * @param searched columns whose texts are looked through; empty for every column of text but the
 *     label
 * @param recipe the same in words for the lineage; no keys, no values
 */
public record Deidentification(
        Deidentifier deidentifier,
        Map<String, PersonalDataKind> whole,
        List<String> searched,
        Map<String, Object> recipe) {
    public Deidentification {
        whole = Map.copyOf(whole);
        searched = List.copyOf(searched);
    }

    /** True if columns of numbers are looked at, for numbers with a form of their own. */
    public boolean seesNumbers() {
        return searched.isEmpty() && deidentifier.seeksIdentifiers();
    }
}
