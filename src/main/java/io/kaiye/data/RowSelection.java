package io.kaiye.data;

import io.kaiye.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Rows of all versions that pass a test, and what became of them: where a step made row n of row n,
 * such as de-identification, the row that no longer says it is about the person all the same, and
 * so are equal rows in what was made from there. One thread.
 */
final class RowSelection {
    private final Store store;
    private final Predicate<Map<String, Object>> test;
    private final boolean follows;
    private final boolean withValues;
    private final Map<String, Map<Integer, Map<String, Object>>> matches = new HashMap<>();
    private final Map<String, List<StoredSplit>> byVersion = new LinkedHashMap<>();
    private final Map<String, Chosen> done = new HashMap<>();

    /**
     * What is chosen of one version.
     *
     * @param passing rows of each split, by number from 1
     * @param made rows that were made of such rows and no longer pass
     * @param hidden what these and those before them say
     */
    private record Chosen(
            Map<SplitName, Map<Integer, Map<String, Object>>> passing,
            Map<SplitName, Map<Integer, Map<String, Object>>> made,
            Set<Map<String, Object>> hidden) {}

    private RowSelection(
            Store store,
            List<StoredSplit> splits,
            Predicate<Map<String, Object>> test,
            boolean follows,
            boolean withValues) {
        this.store = store;
        this.withValues = withValues;
        this.test = test;
        this.follows = follows;
        splits.forEach(
                split ->
                        byVersion
                                .computeIfAbsent(
                                        split.version().fullReference(), any -> new ArrayList<>())
                                .add(split));
    }

    /** The rows that are to be shown. */
    static RowSelection values(
            Store store, List<StoredSplit> splits, Predicate<Map<String, Object>> test) {
        return new RowSelection(store, splits, test, true, true);
    }

    /** The rows that are to go, of which only the numbers are kept in memory. */
    static RowSelection numbers(Store store, List<StoredSplit> splits, Taking taking) {
        return new RowSelection(store, splits, taking.rows(), taking.follows(), false);
    }

    /** The rows of a split that are chosen, by number from 1. */
    Map<Integer, FoundRow> of(StoredSplit split) {
        Chosen chosen = choose(split.version().fullReference());
        Map<Integer, FoundRow> rows = new TreeMap<>();
        chosen.made()
                .getOrDefault(split.split(), new TreeMap<>())
                .forEach((number, values) -> rows.put(number, row(split, number, values, true)));
        chosen.passing()
                .getOrDefault(split.split(), new TreeMap<>())
                .forEach((number, values) -> rows.put(number, row(split, number, values, false)));
        return rows;
    }

    private static FoundRow row(
            StoredSplit split, int number, Map<String, Object> values, boolean made) {
        return new FoundRow(split.version(), split.split(), number, made, values);
    }

    /** Parents first. A version that names itself among its parents cannot be: ids are hashes. */
    private Chosen choose(String version) {
        Chosen there = done.get(version);
        if (there != null) {
            return there;
        }
        Chosen chosen = new Chosen(new HashMap<>(), new HashMap<>(), new HashSet<>());
        List<StoredSplit> of = byVersion.getOrDefault(version, List.of());
        for (StoredSplit split : of) {
            chosen.passing()
                    .put(
                            split.split(),
                            matches.computeIfAbsent(split.blob(), any -> matches(split)));
        }
        if (follows && !of.isEmpty()) {
            follow(of, chosen);
        }
        done.put(version, chosen);
        return chosen;
    }

    private void follow(List<StoredSplit> of, Chosen chosen) {
        Optional<Making> making = of.getFirst().version().making();
        for (String parent : making.map(Making::parents).orElse(List.of())) {
            Chosen before = choose(parent);
            chosen.hidden().addAll(before.hidden());
            if (making.filter(Making::isRowForRow).isPresent()) {
                of.forEach(split -> sameNumbers(split, parent, before, chosen));
            }
        }
        if (!chosen.hidden().isEmpty()) {
            of.forEach(split -> equalRows(split, chosen));
        }
    }

    /** Only where both splits have as many rows: then no row was lost on either side. */
    private void sameNumbers(StoredSplit split, String parent, Chosen before, Chosen chosen) {
        boolean alike =
                byVersion.getOrDefault(parent, List.of()).stream()
                        .filter(one -> one.split() == split.split())
                        .anyMatch(
                                one ->
                                        one.version().rows(split.split())
                                                == split.version().rows(split.split()));
        Set<Integer> numbers = new HashSet<>();
        numbers.addAll(before.passing().getOrDefault(split.split(), new TreeMap<>()).keySet());
        numbers.addAll(before.made().getOrDefault(split.split(), new TreeMap<>()).keySet());
        numbers.removeAll(chosen.passing().getOrDefault(split.split(), new TreeMap<>()).keySet());
        if (!alike || numbers.isEmpty()) {
            return;
        }
        Map<Integer, Map<String, Object>> made = made(split, chosen);
        each(
                split,
                (number, values) -> {
                    if (numbers.contains(number)) {
                        made.put(number, values);
                        chosen.hidden().add(values);
                    }
                });
    }

    private void equalRows(StoredSplit split, Chosen chosen) {
        Map<Integer, Map<String, Object>> made = made(split, chosen);
        if (split.version().making().filter(Making::isRowForRow).isPresent()) {
            return; // its rows are known by their numbers
        }
        each(
                split,
                (number, values) -> {
                    if (chosen.hidden().contains(values)) {
                        made.put(number, values);
                    }
                });
    }

    private static Map<Integer, Map<String, Object>> made(StoredSplit split, Chosen chosen) {
        return chosen.made().computeIfAbsent(split.split(), any -> new TreeMap<>());
    }

    private Map<Integer, Map<String, Object>> matches(StoredSplit split) {
        Map<Integer, Map<String, Object>> found = new TreeMap<>();
        each(
                split,
                (number, values) -> {
                    if (test.test(values)) {
                        found.put(number, withValues ? values : Map.of());
                    }
                });
        return found;
    }

    /** What is done with a row. */
    private interface Numbered {
        void row(int number, Map<String, Object> values);
    }

    private void each(StoredSplit split, Numbered use) {
        int[] number = new int[1];
        SplitContent.of(store, split).read(values -> use.row(++number[0], values));
    }
}
