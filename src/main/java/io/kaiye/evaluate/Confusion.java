package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How often each true label was answered by each label. Only pairs that occur are kept, so that a
 * thousand labels do not make a million zeros.
 *
 * @param labels how many labels there are
 * @param cells the pairs that occur, sorted by truth, then predicted
 */
public record Confusion(int labels, List<Cell> cells) {
    /**
     * One pair that occurs.
     *
     * @param truth place of the true label
     * @param predicted place of the label answered
     * @param count rows, at least 1
     */
    public record Cell(int truth, int predicted, int count) {
        /** True where the answer is wrong. */
        public boolean wrong() {
            return truth != predicted;
        }
    }

    public Confusion {
        cells =
                cells.stream()
                        .sorted(
                                Comparator.comparingInt(Cell::truth)
                                        .thenComparingInt(Cell::predicted))
                        .toList();
    }

    /** Counts the rows of {@code predictions}. */
    static Confusion of(Predictions predictions) {
        int labels = predictions.labels().size();
        int rows = predictions.rows();
        long[] codes = new long[rows];
        for (int row = 0; row < rows; row++) {
            codes[row] = (long) predictions.truth()[row] * labels + predictions.predicted(row);
        }
        Arrays.sort(codes);
        List<Cell> cells = new ArrayList<>();
        for (int start = 0, end; start < rows; start = end) {
            end = start + 1;
            while (end < rows && codes[end] == codes[start]) {
                end++;
            }
            int truth = (int) (codes[start] / labels);
            int predicted = (int) (codes[start] % labels);
            cells.add(new Cell(truth, predicted, end - start));
        }
        return new Confusion(labels, cells);
    }

    /**
     * The whole table, [truth][predicted]; only for as many labels as fit on a page.
     *
     * @throws IllegalStateException for more than 2,000 labels
     */
    public int[][] table() {
        if (labels > 2_000) {
            throw new IllegalStateException("a table of " + labels + " labels is too large");
        }
        int[][] table = new int[labels][labels];
        for (Cell cell : cells) {
            table[cell.truth()][cell.predicted()] = cell.count();
        }
        return table;
    }

    /** The wrong answers, the most frequent pair first. */
    public List<Cell> mistakes() {
        return cells.stream()
                .filter(Cell::wrong)
                .sorted(Comparator.comparingInt(Cell::count).reversed())
                .toList();
    }
}
