package io.kaiye.cli;

import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.data.SplitName;
import io.kaiye.data.UnlabelledFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Texts to be labelled: those of a file, each once, without those that a dataset has already.
 *
 * @param repeated left out, as they came before
 * @param known left out, as the dataset has them in a split
 */
record UnlabelledTexts(List<String> texts, int repeated, int known) {

    /**
     * @param column of a CSV, TSV or JSONL file; any other file has one text a line
     */
    static UnlabelledTexts read(
            Path file, String column, Optional<Dataset> dataset, Progress progress) {
        List<String> all =
                isTable(file) ? UnlabelledFile.read(file, column, progress) : TextLines.read(file);
        Set<String> there = new HashSet<>();
        dataset.ifPresent(
                one -> {
                    for (SplitName split : SplitName.values()) {
                        one.split(split).forEach(row -> there.add(row.text().strip()));
                    }
                });
        Set<String> distinct = new LinkedHashSet<>();
        int repeated = 0;
        int known = 0;
        for (String text : all) {
            if (there.contains(text.strip())) {
                known++;
            } else if (!distinct.add(text.strip())) {
                repeated++;
            }
        }
        return new UnlabelledTexts(new ArrayList<>(distinct), repeated, known);
    }

    /** "; left out: 3 repeated, 12 that the dataset has already"; empty if none were. */
    String leftOut() {
        List<String> parts = new ArrayList<>();
        if (repeated > 0) {
            parts.add(Numbers.grouped(repeated) + " repeated");
        }
        if (known > 0) {
            parts.add(Numbers.grouped(known) + " that the dataset has already");
        }
        return parts.isEmpty() ? "" : "; left out: " + String.join(", ", parts);
    }

    private static boolean isTable(Path file) {
        String name =
                String.valueOf(file.getFileName())
                        .toLowerCase(Locale.ROOT)
                        .replaceFirst("\\.gz$", "");
        return name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".jsonl");
    }
}
