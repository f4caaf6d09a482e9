package io.kaiye.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The kinds of row that two models make together: a true label and the two answers, with how often
 * each occurs, in a fixed order.
 */
final class RowKinds {
    private static final Comparator<Kind> ORDER =
            Comparator.comparingInt(Kind::truth)
                    .thenComparingInt(Kind::first)
                    .thenComparingInt(Kind::second);

    private final int labels;
    private final List<Kind> kinds;
    private final int[] counts;

    private record Kind(int truth, int first, int second) {
        int firstRight() {
            return first == truth ? 1 : 0;
        }

        int secondRight() {
            return second == truth ? 1 : 0;
        }
    }

    private RowKinds(int labels, Map<Kind, Integer> counted) {
        this.labels = labels;
        this.kinds = List.copyOf(counted.keySet());
        this.counts = counted.values().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Counts the rows; both have the same labels and truth. */
    static RowKinds of(Predictions first, Predictions second) {
        Map<Kind, Integer> counted = new TreeMap<>(ORDER);
        for (int row = 0; row < first.rows(); row++) {
            int truth = first.truth()[row];
            Kind kind = new Kind(truth, first.predicted(row), second.predicted(row));
            counted.merge(kind, 1, Integer::sum);
        }
        return new RowKinds(first.labels().size(), counted);
    }

    /** Rows of each kind. */
    int[] counts() {
        return counts.clone();
    }

    /** Rows where both are wrong, only the first right, only the second right, both right. */
    int[] outcomes() {
        int[] outcomes = new int[4];
        for (int kind = 0; kind < counts.length; kind++) {
            Kind at = kinds.get(kind);
            outcomes[at.firstRight() + 2 * at.secondRight()] += counts[kind];
        }
        return outcomes;
    }

    boolean sameAnswers() {
        return kinds.stream().allMatch(kind -> kind.first() == kind.second());
    }

    /** For each kind +1 where only the first is right, −1 where only the second is. */
    int[] gains() {
        return column(kind -> kind.firstRight() - kind.secondRight());
    }

    /** The macro F1 of the first model's answers. */
    MacroF1 firstMacroF1() {
        return new MacroF1(column(Kind::truth), column(Kind::first), labels);
    }

    /** The macro F1 of the second model's answers. */
    MacroF1 secondMacroF1() {
        return new MacroF1(column(Kind::truth), column(Kind::second), labels);
    }

    private int[] column(ToIntFunction<Kind> value) {
        int[] column = new int[kinds.size()];
        Arrays.setAll(column, kind -> value.applyAsInt(kinds.get(kind)));
        return column;
    }
}
