package io.kaiye.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rows that repeat others, equal ones included, or nearly so.
 *
 * @param threshold similarity from which a text is near another
 * @param rows of each split that repeat another of it: what could go without loss
 * @param otherLabelRows of these, rows with another label than the row they repeat
 * @param examples up to five that are not equal
 * @param leaks rows that repeat a row of an earlier split
 * @param unfinished texts of too common a pattern to be compared with all others like them
 */
public record NearRepeats(
        double threshold,
        Map<SplitName, Integer> rows,
        int otherLabelRows,
        List<NearPair> examples,
        List<NearLeak> leaks,
        int unfinished) {

    private static final int EXAMPLES_MAX = 5;

    /** Rows of {@code split} that are near a row of the {@code earlier} one. */
    public record NearLeak(SplitName split, SplitName earlier, int rows, List<NearPair> examples) {
        public NearLeak {
            examples = List.copyOf(examples);
        }
    }

    public NearRepeats {
        rows = Collections.unmodifiableMap(new EnumMap<>(rows));
        examples = List.copyOf(examples);
        leaks = List.copyOf(leaks);
    }

    /**
     * @param near of the texts of {@code all}, which are in the order of the table
     */
    static NearRepeats of(NearDuplicates near, List<Example> all, RowTable table) {
        int[] labels = table.labels();
        Map<SplitName, Integer> rows = new EnumMap<>(SplitName.class);
        List<NearPair> examples = new ArrayList<>();
        int otherLabelRows = 0;
        for (SplitName split : SplitName.values()) {
            int[] repeated = Repeats.of(near, row -> table.split(row) == split, labels, false);
            int[] some =
                    IntStream.range(0, repeated.length).filter(r -> repeated[r] >= 0).toArray();
            rows.put(split, some.length);
            otherLabelRows +=
                    (int) Arrays.stream(some).filter(r -> labels[r] != labels[repeated[r]]).count();
            Arrays.stream(some)
                    .filter(row -> near.similarity(row, repeated[row]) < 1)
                    .limit(EXAMPLES_MAX - examples.size())
                    .forEach(row -> examples.add(pair(near, row, repeated[row], all)));
        }
        return new NearRepeats(
                near.threshold(),
                rows,
                otherLabelRows,
                examples,
                leaks(near, all, table),
                near.unfinished());
    }

    private static List<NearLeak> leaks(NearDuplicates near, List<Example> all, RowTable table) {
        List<NearLeak> leaks = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            for (SplitName earlier : SplitName.values()) {
                if (earlier.number() < split.number()) {
                    int[] partners =
                            near.partners(
                                    row -> table.split(row) == split,
                                    row -> table.split(row) == earlier);
                    int[] rows =
                            IntStream.range(0, partners.length)
                                    .filter(row -> partners[row] >= 0)
                                    .toArray();
                    if (rows.length > 0) {
                        List<NearPair> examples =
                                Arrays.stream(rows)
                                        .limit(EXAMPLES_MAX)
                                        .mapToObj(row -> pair(near, row, partners[row], all))
                                        .toList();
                        leaks.add(new NearLeak(split, earlier, rows.length, examples));
                    }
                }
            }
        }
        return leaks;
    }

    private static NearPair pair(NearDuplicates near, int row, int like, List<Example> all) {
        return NearPair.of(near, row, like, all.get(row), all.get(like));
    }
}
