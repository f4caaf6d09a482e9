package io.kaiye.data;

import io.kaiye.base.Suggestions;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is doubtful in rows, found from their table alone; texts are only fetched to be shown. */
final class Findings {
    private static final int EXAMPLES_MAX = 5;
    private static final int NAMES_MAX = 10;

    private final RowTable table;
    private final int[] leaders;
    private final BitSet duplicates = new BitSet();
    private final BitSet conflictLeaders = new BitSet();
    private final List<LeakRows> leaks = new ArrayList<>();

    private record LeakRows(SplitName split, SplitName earlier, BitSet rows) {}

    private Findings(RowTable table) {
        this.table = table;
        this.leaders = table.textLeaders();
    }

    static Findings of(RowTable table) {
        Findings findings = new Findings(table);
        findings.findDuplicates();
        findings.findConflicts();
        findings.findLeak(SplitName.VALID, SplitName.TRAIN);
        findings.findLeak(SplitName.TEST, SplitName.TRAIN);
        findings.findLeak(SplitName.TEST, SplitName.VALID);
        return findings;
    }

    int duplicateRows() {
        return duplicates.cardinality();
    }

    int conflictingTexts() {
        return conflictLeaders.cardinality();
    }

    /** Rows whose text the examples need. */
    BitSet rowsToShow() {
        BitSet rows = new BitSet();
        first(duplicates).forEach(rows::set);
        first(conflictLeaders).forEach(rows::set);
        leaks.forEach(leak -> first(leak.rows()).forEach(rows::set));
        return rows;
    }

    List<Profile.Conflict> conflicts(Map<Integer, String> texts) {
        return first(conflictLeaders).stream()
                .map(
                        leader ->
                                new Profile.Conflict(
                                        shown(texts, leader), List.copyOf(labelsOf(leader))))
                .toList();
    }

    List<Profile.Leak> leaks(Map<Integer, String> texts) {
        return leaks.stream()
                .map(
                        leak ->
                                new Profile.Leak(
                                        leak.split(),
                                        leak.earlier(),
                                        leak.rows().cardinality(),
                                        first(leak.rows()).stream()
                                                .map(row -> shown(texts, row))
                                                .toList()))
                .toList();
    }

    /** Groups of two labels or more that are equal but for space, case and width; sorted. */
    List<List<String>> similarLabels() {
        Map<String, List<String>> groups = new TreeMap<>();
        for (String label : new TreeSet<>(table.labelNames())) {
            groups.computeIfAbsent(plain(label), any -> new ArrayList<>()).add(label);
        }
        return groups.values().stream().filter(group -> group.size() > 1).toList();
    }

    List<String> singleRowLabels() {
        int[] counts = table.counts(SplitName.TRAIN);
        List<String> labels = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 1) {
                labels.add(table.labelNames().get(label));
            }
        }
        labels.sort(null);
        return labels;
    }

    /** All of it as warnings. */
    List<Warning> warnings(Map<Integer, String> texts) {
        List<Warning> warnings = new ArrayList<>();
        List<String> single = singleRowLabels();
        if (!single.isEmpty()) {
            warnings.add(
                    new Warning(
                            Warning.Kind.SINGLE_ROW_LABEL,
                            single.size(),
                            "Labels with a single row to learn from: "
                                    + Suggestions.list(single, NAMES_MAX)
                                    + ". Add rows, or expect little of them.",
                            single.subList(0, Math.min(EXAMPLES_MAX, single.size()))));
        }
        addSimilarLabels(warnings);
        addConflicts(warnings, texts);
        if (!duplicates.isEmpty()) {
            warnings.add(
                    new Warning(
                            Warning.Kind.DUPLICATE_ROWS,
                            duplicateRows(),
                            Refusal.count(duplicateRows(), "row repeats", "rows repeat")
                                    + " an earlier row of the same split. Kept, and counted more"
                                    + " than once.",
                            first(duplicates).stream().map(row -> shown(texts, row)).toList()));
        }
        for (Profile.Leak leak : leaks(texts)) {
            warnings.add(
                    new Warning(
                            Warning.Kind.LEAK,
                            leak.rows(),
                            Refusal.number(leak.rows())
                                    + " of "
                                    + Refusal.number(table.count(leak.split()))
                                    + " rows in "
                                    + leak.split().word()
                                    + (leak.rows() == 1 ? " has" : " have")
                                    + " a text that is also in "
                                    + leak.earlier().word()
                                    + ": quality will look better than it is.",
                            leak.texts()));
        }
        return warnings;
    }

    private void addSimilarLabels(List<Warning> warnings) {
        List<List<String>> similar = similarLabels();
        if (!similar.isEmpty()) {
            List<String> groups =
                    similar.stream()
                            .map(group -> "\"" + String.join("\", \"", group) + "\"")
                            .toList();
            warnings.add(
                    new Warning(
                            Warning.Kind.SIMILAR_LABELS,
                            similar.size(),
                            "Labels that differ only by space, case or width are kept apart: "
                                    + String.join("; ", groups.subList(0, shownOf(groups)))
                                    + ". Correct the files if one of each is meant.",
                            groups.subList(0, shownOf(groups))));
        }
    }

    private void addConflicts(List<Warning> warnings, Map<Integer, String> texts) {
        List<Profile.Conflict> conflicts = conflicts(texts);
        if (!conflicts.isEmpty()) {
            warnings.add(
                    new Warning(
                            Warning.Kind.CONFLICTING_LABELS,
                            conflictingTexts(),
                            Refusal.count(conflictingTexts(), "text has", "texts have")
                                    + " more than one label. A model cannot get them all right.",
                            conflicts.stream()
                                    .map(c -> c.text() + ": " + String.join(", ", c.labels()))
                                    .toList()));
        }
    }

    private void findDuplicates() {
        int[] rowLeaders = table.rowLeaders();
        for (int row = 0; row < rowLeaders.length; row++) {
            duplicates.set(row, rowLeaders[row] != row);
        }
    }

    private void findConflicts() {
        for (int row = 0; row < leaders.length; row++) {
            if (table.label(row) != table.label(leaders[row])) {
                conflictLeaders.set(leaders[row]);
            }
        }
    }

    private void findLeak(SplitName split, SplitName earlier) {
        BitSet seen = new BitSet();
        for (int row = 0; row < leaders.length; row++) {
            if (table.split(row) == earlier) {
                seen.set(leaders[row]);
            }
        }
        BitSet rows = new BitSet();
        for (int row = 0; row < leaders.length; row++) {
            rows.set(row, table.split(row) == split && seen.get(leaders[row]));
        }
        if (!rows.isEmpty()) {
            leaks.add(new LeakRows(split, earlier, rows));
        }
    }

    private Collection<String> labelsOf(int leader) {
        TreeSet<String> labels = new TreeSet<>();
        for (int row = leader; row < leaders.length; row++) {
            if (leaders[row] == leader) {
                labels.add(table.labelNames().get(table.label(row)));
            }
        }
        return labels;
    }

    private static String plain(String label) {
        return Normalizer.normalize(label, Normalizer.Form.NFKC)
                .replaceAll("[\\s\\p{Z}]+", "")
                .toLowerCase(Locale.ROOT);
    }

    private static int shownOf(List<?> all) {
        return Math.min(EXAMPLES_MAX, all.size());
    }

    private static String shown(Map<Integer, String> texts, int row) {
        return Refusal.shown(texts.getOrDefault(row, ""));
    }

    private static List<Integer> first(BitSet rows) {
        return rows.stream().limit(EXAMPLES_MAX).boxed().toList();
    }
}
