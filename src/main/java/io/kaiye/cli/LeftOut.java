package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.data.Column;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.SplitName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a step that knows one text and one label alone leaves out of a table.
 *
 * @param columns besides those of the text and the label
 * @param joined columns that become one text; empty if the text is one column
 * @param rows without a text or a label
 */
record LeftOut(List<String> columns, List<String> joined, int rows) {
    /** Of a dataset of text and label, and where there was none. */
    static final LeftOut NOTHING = new LeftOut(List.of(), List.of(), 0);

    private static final int NAMES_MAX = 10;

    static LeftOut of(Dataset dataset) {
        DatasetVersion version = dataset.version();
        if (version.columns().isEmpty()) {
            return NOTHING;
        }
        List<String> text = version.settings().textColumns();
        List<String> others =
                version.columns().get().stream()
                        .map(Column::name)
                        .filter(name -> !text.contains(name))
                        .filter(name -> !name.equals(version.settings().labelColumn()))
                        .toList();
        int rows = 0;
        for (SplitName split : SplitName.values()) {
            rows += version.rows(split) - dataset.split(split).size();
        }
        return new LeftOut(others, text.size() > 1 ? text : List.of(), rows);
    }

    /**
     * The dataset that gets the new version: the same one only if nothing is left out, so that no
     * newest version loses columns or rows by the way.
     *
     * @param step as people type it
     * @param as another name, if one was given
     * @throws KaiyeException INVALID_ARGUMENT if something would be lost
     */
    String target(String step, DatasetVersion version, Optional<String> as) {
        String name = as.orElse(version.name());
        if (!nothing() && name.equals(version.name())) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    version.reference()
                            + " is a table, of which `"
                            + step
                            + "` keeps one text and the label alone; it would leave out "
                            + words()
                            + ". Nothing was made. Add --as NAME, the name of another dataset, to"
                            + " have it there without them; or export the table (`kaiye data"
                            + " export`) and import what you need without --table, naming the"
                            + " columns by --text and --label.");
        }
        return name;
    }

    /** A line that says what is not in the new version; none if all is. */
    List<String> note() {
        return nothing() ? List.of() : List.of("  note: left out: " + words() + ".");
    }

    private boolean nothing() {
        return columns.isEmpty() && joined.isEmpty() && rows == 0;
    }

    private String words() {
        List<String> parts = new ArrayList<>();
        if (!columns.isEmpty()) {
            parts.add("the columns " + Suggestions.list(columns, NAMES_MAX));
        }
        if (!joined.isEmpty()) {
            parts.add(
                    "that "
                            + Suggestions.list(joined, NAMES_MAX)
                            + " are columns of their own (they become one text)");
        }
        if (rows > 0) {
            parts.add("rows without a text or a label: " + Numbers.grouped(rows));
        }
        return String.join("; ", parts);
    }
}
