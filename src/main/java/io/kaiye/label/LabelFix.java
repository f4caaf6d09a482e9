package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is done with rows whose labels look wrong. */
public enum LabelFix {
    /** The row is left out. */
    DROP,
    /** The row gets the label that is more likely. */
    RELABEL;

    /** The lower-case name people type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The fix a person names, in any case. */
    public static LabelFix of(String word) {
        for (LabelFix fix : values()) {
            if (fix.name().equalsIgnoreCase(word)) {
                return fix;
            }
        }
        throw new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                "--fix is \"" + word + "\"; accepted are drop and relabel.");
    }

    /** The rows of the split with the suspects dropped or relabelled; others keep their order. */
    public List<Example> apply(List<Example> rows, List<Suspect> suspects) {
        Map<Integer, Suspect> byRow = new HashMap<>();
        suspects.forEach(suspect -> byRow.put(suspect.row(), suspect));
        List<Example> fixed = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Suspect suspect = byRow.get(i + 1);
            if (suspect == null) {
                fixed.add(rows.get(i));
            } else if (this == RELABEL) {
                fixed.add(new Example(suspect.text(), suspect.likely()));
            }
        }
        return fixed;
    }
}
