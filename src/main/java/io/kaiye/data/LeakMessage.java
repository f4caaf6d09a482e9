package io.kaiye.data;

import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The words of a division that is refused for its leaks. */
final class LeakMessage {
    private static final int EXAMPLES_MAX = 3;

    private LeakMessage() {}

    /** Counts for each pair of parts, three examples and the way out. */
    static KaiyeException of(
            String reference,
            List<Example> rows,
            int[] parts,
            int[] leaks,
            List<String> names,
            NearDuplicates near,
            SplitBy by) {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> examples = new ArrayList<>();
        for (int row = 0; row < leaks.length; row++) {
            int other = leaks[row];
            if (other >= 0) {
                String later = names.get(parts[row]);
                String earlier = names.get(parts[other]);
                counts.merge(by == SplitBy.KFOLD ? "" : later + " of " + earlier, 1, Integer::sum);
                if (examples.size() < EXAMPLES_MAX) {
                    NearPair pair = NearPair.of(near, row, other, rows.get(row), rows.get(other));
                    examples.add(
                            String.format(
                                    Locale.ROOT,
                                    "\n  %.2f  %s: %s\n        %s: %s",
                                    pair.similarity(),
                                    later,
                                    pair.text(),
                                    earlier,
                                    pair.like()));
                }
            }
        }
        return Refusal.stored(
                reference
                        + " divided by "
                        + by.word()
                        + " would leak: "
                        + said(counts)
                        + ", at a similarity of "
                        + near.threshold()
                        + " or more. For example:"
                        + String.join("", examples)
                        + "\n"
                        + wayOut(by));
    }

    private static String said(Map<String, Integer> counts) {
        List<String> parts = new ArrayList<>();
        counts.forEach(
                (border, count) -> {
                    String rows = Refusal.count(count, "row", "rows");
                    parts.add(
                            border.isEmpty()
                                    ? rows + " repeated or nearly so in another fold"
                                    : rows
                                            + " of "
                                            + border.replace(" of ", " repeated or nearly so in "));
                });
        return String.join(", ", parts);
    }

    private static String wayOut(SplitBy by) {
        boolean moves = by == SplitBy.STRATIFIED || by == SplitBy.KFOLD;
        return "Add --repair to "
                + (moves
                        ? "keep near texts on one side"
                        : "leave the repeated rows out of the earlier part")
                + "; --near 1 minds equal texts only.";
    }
}
