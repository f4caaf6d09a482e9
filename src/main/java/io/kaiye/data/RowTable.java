package io.kaiye.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is remembered of every row while texts stay on the disk: 16 bytes a row. */
final class RowTable {
    private static final int FIRST_CAPACITY = 1 << 12;

    private final List<String> labelNames = new ArrayList<>();
    private final Map<String, Integer> labelNumbers = new HashMap<>();
    private int size;
    private int[] labels = new int[FIRST_CAPACITY];
    private long[] hashes = new long[FIRST_CAPACITY];
    private SplitName[] splits = new SplitName[FIRST_CAPACITY];

    /** The table of rows that are in memory. */
    static RowTable of(Dataset dataset) {
        RowTable table = new RowTable();
        for (SplitName split : SplitName.values()) {
            for (Example row : dataset.split(split)) {
                table.add(row.text(), row.label(), split);
            }
        }
        return table;
    }

    void add(String text, String label, SplitName split) {
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
            splits = Arrays.copyOf(splits, size * 2);
        }
        labels[size] = number(label);
        hashes[size] = TextHash.of(text);
        splits[size] = split;
        size++;
    }

    int size() {
        return size;
    }

    /** A number from 0, by first appearance. */
    int label(int row) {
        return labels[row];
    }

    /** Names by number. */
    List<String> labelNames() {
        return labelNames;
    }

    boolean knows(String label) {
        return labelNumbers.containsKey(label);
    }

    SplitName split(int row) {
        return splits[row];
    }

    /** For each row the first row with the same text. */
    int[] textLeaders() {
        return Groups.leaders(hashes, size);
    }

    /** For each row the first row with the same text and label in the same split. */
    int[] rowLeaders() {
        long[] mixed = new long[size];
        for (int row = 0; row < size; row++) {
            mixed[row] = SplitMix64.mixed(hashes[row] + labels[row] * 31L + saltOf(splits[row]));
        }
        return Groups.leaders(mixed, size);
    }

    /** Rows of one split by label number. */
    int[] counts(SplitName split) {
        int[] counts = new int[labelNames.size()];
        for (int row = 0; row < size; row++) {
            counts[labels[row]] += splits[row] == split ? 1 : 0;
        }
        return counts;
    }

    /** Rows of one split. */
    int count(SplitName split) {
        int count = 0;
        for (int row = 0; row < size; row++) {
            count += splits[row] == split ? 1 : 0;
        }
        return count;
    }

    /** Divides rows that are all in train by the shares of the settings, label by label. */
    void divide(ImportSettings settings) {
        int[] parts =
                Assignment.stratified(
                        labels(),
                        labelNames.size(),
                        textLeaders(),
                        settings.shares(),
                        settings.seed());
        for (SplitName split : SplitName.values()) {
            for (int row = 0; row < size; row++) {
                splits[row] = parts[row] == split.number() ? split : splits[row];
            }
        }
    }

    /** The label number of every row. */
    int[] labels() {
        return Arrays.copyOf(labels, size);
    }

    private static long saltOf(SplitName split) {
        return switch (split) {
            case TRAIN -> 0;
            case VALID -> 0x9e3779b97f4a7c15L;
            case TEST -> 0xbf58476d1ce4e5b9L;
        };
    }

    private int number(String label) {
        Integer known = labelNumbers.get(label);
        if (known != null) {
            return known;
        }
        int number = labelNames.size();
        labelNames.add(label);
        labelNumbers.put(label, number);
        return number;
    }
}
