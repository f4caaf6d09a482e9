package io.kaiye.cli;

import io.kaiye.data.NearPair;
import java.util.List;
import java.util.Locale;

/** How near texts are said. */
final class NearLines {
    private NearLines() {}

    /** Two lines a pair. */
    static void examples(List<String> lines, List<NearPair> pairs) {
        for (NearPair pair : pairs) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "    %.2f  %s (%s)",
                            pair.similarity(),
                            pair.text(),
                            pair.label()));
            lines.add("          like " + pair.like() + " (" + pair.likeLabel() + ")");
        }
    }

    /** A line if the search left something open. */
    static void unfinished(List<String> lines, int texts) {
        if (texts > 0) {
            lines.add(
                    "  "
                            + Numbers.count(texts, "text is", "texts are")
                            + " of a pattern so common that not all pairs were compared; some near"
                            + " ones may be missing");
        }
    }
}
