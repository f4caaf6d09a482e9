package io.kaiye.data;

import io.kaiye.store.Store;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    private final Map<String, BitSet> matches = new HashMap<>();
    private final Map<String, List<StoredSplit>> byVersion = new LinkedHashMap<>();
    private final Map<String, Chosen> done = new HashMap<>();

    /**
     * What is chosen of one version.
     *
     * @param passing rows of each split
     * @param made rows that were made of such rows and no longer pass
     * @param hidden what these and those before them say
     */
    private record Chosen(
            Map<SplitName, BitSet> passing, Map<SplitName, BitSet> made, RowHashes hidden) {
        BitSet numbers(SplitName split) {
            BitSet all = new BitSet();
            all.or(passing.getOrDefault(split, new BitSet()));
            all.or(made.getOrDefault(split, new BitSet()));
            return all;
        }
    }

    /**
     * @param test of the rows that are chosen
     * @param follows also what was made of those rows and no longer passes
     */
    RowSelection(
            Store store,
            List<StoredSplit> splits,
            Predicate<Map<String, Object>> test,
            boolean follows) {
        this.store = store;
        this.test = test;
        this.follows = follows;
        splits.forEach(
                split ->
                        byVersion
                                .computeIfAbsent(
                                        split.version().fullReference(), any -> new ArrayList<>())
                                .add(split));
    }

    /** The numbers of the rows of a split that are chosen, from 1. */
    BitSet numbers(StoredSplit split) {
        return choose(split.version().fullReference()).numbers(split.split());
    }

    /** Gives the rows of a split that are chosen, in their order, as they are read again. */
    void each(StoredSplit split, Consumer<FoundRow> use) {
        Chosen chosen = choose(split.version().fullReference());
        BitSet passing = chosen.passing().getOrDefault(split.split(), new BitSet());
        BitSet numbers = chosen.numbers(split.split());
        if (!numbers.isEmpty()) {
            read(
                    split,
                    (number, values) -> {
                        if (numbers.get(number)) {
                            use.accept(
                                    new FoundRow(
                                            split.version(),
                                            split.split(),
                                            number,
                                            !passing.get(number),
                                            values));
                        }
                    });
        }
    }

    /** Parents first. A version that names itself among its parents cannot be: ids are hashes. */
    private Chosen choose(String version) {
        Chosen there = done.get(version);
        if (there != null) {
            return there;
        }
        Chosen chosen = new Chosen(new HashMap<>(), new HashMap<>(), new RowHashes());
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
        BitSet numbers = before.numbers(split.split());
        numbers.andNot(chosen.passing().getOrDefault(split.split(), new BitSet()));
        if (!alike || numbers.isEmpty()) {
            return;
        }
        BitSet made = made(split, chosen);
        read(
                split,
                (number, values) -> {
                    if (numbers.get(number)) {
                        made.set(number);
                        chosen.hidden().add(values);
                    }
                });
    }

    private void equalRows(StoredSplit split, Chosen chosen) {
        BitSet made = made(split, chosen);
        if (split.version().making().filter(Making::isRowForRow).isPresent()) {
            return; // its rows are known by their numbers
        }
        read(
                split,
                (number, values) -> {
                    if (chosen.hidden().contains(values)) {
                        made.set(number);
                    }
                });
    }

    private static BitSet made(StoredSplit split, Chosen chosen) {
        return chosen.made().computeIfAbsent(split.split(), any -> new BitSet());
    }

    private BitSet matches(StoredSplit split) {
        BitSet found = new BitSet();
        read(
                split,
                (number, values) -> {
                    if (test.test(values)) {
                        found.set(number);
                    }
                });
        return found;
    }

    /** What is done with a row. */
    private interface Numbered {
        void row(int number, Map<String, Object> values);
    }

    private void read(StoredSplit split, Numbered use) {
        int[] number = new int[1];
        SplitContent.of(store, split).read(values -> use.row(++number[0], values));
    }
}
