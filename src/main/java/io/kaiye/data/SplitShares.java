package io.kaiye.data;

import io.kaiye.data.ColumnProfile.InSplit;
import io.kaiye.data.TableProfile.Overlap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What splits have of a table, and what they share. One thread. */
final class SplitShares {
    private static final int LABELS_MAX = 10_000;
    private static final int COLUMNS_A_READING = 200;

    private final Duck duck;
    private final SplitRows rows;
    private final ImportSettings roles;
    private final List<String> names;

    SplitShares(Duck duck, SplitRows rows, ImportSettings roles, List<Column> columns) {
        this.duck = duck;
        this.rows = rows;
        this.roles = roles;
        this.names = columns.stream().map(Column::name).toList();
    }

    /** For each column, by its quoted name; nothing where a single split has rows. */
    Map<String, List<InSplit>> columns(List<ColumnLook> looksAt, Map<SplitName, Long> counts) {
        Map<String, List<InSplit>> shares = new HashMap<>();
        if (counts.values().stream().filter(count -> count > 0).count() < 2) {
            return shares;
        }
        for (int from = 0; from < looksAt.size(); from += COLUMNS_A_READING) {
            List<ColumnLook> some =
                    looksAt.subList(from, Math.min(looksAt.size(), from + COLUMNS_A_READING));
            for (SplitName split : SplitName.values()) {
                long count = counts.getOrDefault(split, 0L);
                if (count > 0) {
                    read(some, split, count, shares);
                }
            }
        }
        return shares;
    }

    private void read(
            List<ColumnLook> some, SplitName split, long count, Map<String, List<InSplit>> shares) {
        String asked =
                some.stream()
                        .map(look -> "count(" + look.quoted() + "), avg(" + look.measure() + ")")
                        .collect(Collectors.joining(", "));
        duck.each(
                "SELECT " + asked + " FROM " + rows.of(split),
                row -> {
                    for (int i = 0; i < some.size(); i++) {
                        long present = row.getLong(2 * i + 1);
                        double mean = row.getDouble(2 * i + 2);
                        boolean none = row.wasNull();
                        shares.computeIfAbsent(some.get(i).quoted(), any -> new ArrayList<>())
                                .add(
                                        new InSplit(
                                                split,
                                                count,
                                                count - present,
                                                none ? Optional.empty() : Optional.of(mean)));
                    }
                });
    }

    /** Empty without a column for the label, or with too many labels. */
    Optional<TableProfile.Labels> labels(
            List<ColumnLook> looksAt, Map<SplitName, Long> rowsOfSplits) {
        int place = names.indexOf(roles.labelColumn());
        if (place < 0) {
            return Optional.empty();
        }
        boolean single = rowsOfSplits.values().stream().filter(some -> some > 0).count() == 1;
        Map<String, Long> known = looksAt.get(place).counts();
        return single && !known.isEmpty() && rowsOfSplits.getOrDefault(SplitName.TRAIN, 0L) > 0
                ? Optional.of(ofTrain(known))
                : read();
    }

    private TableProfile.Labels ofTrain(Map<String, Long> known) {
        return new TableProfile.Labels(
                roles.labelColumn(),
                known.entrySet().stream()
                        .map(entry -> new LabelRows(entry.getKey(), entry.getValue(), 0, 0))
                        .sorted(
                                Comparator.comparing(LabelRows::all)
                                        .reversed()
                                        .thenComparing(LabelRows::label))
                        .toList());
    }

    private Optional<TableProfile.Labels> read() {
        String label = Duck.asText(roles.labelColumn());
        List<LabelRows> counts = new ArrayList<>();
        String ofSplit = "count(*) FILTER (" + SplitRows.QUOTED + " = '";
        duck.each(
                "SELECT "
                        + label
                        + " AS \"kaiye:label\", "
                        + ofSplit
                        + "TRAIN'), "
                        + ofSplit
                        + "VALID'), "
                        + ofSplit
                        + "TEST') FROM "
                        + rows.relation()
                        + " WHERE \"kaiye:label\" IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
                        + " LIMIT "
                        + (LABELS_MAX + 1),
                row ->
                        counts.add(
                                new LabelRows(
                                        row.getString(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4))));
        return counts.isEmpty() || counts.size() > LABELS_MAX
                ? Optional.empty()
                : Optional.of(new TableProfile.Labels(roles.labelColumn(), counts));
    }

    /** One entry for each two splits with rows, also where they share none. */
    List<Overlap> overlaps(Map<SplitName, Long> counts) {
        List<Overlap> overlaps = new ArrayList<>();
        addOverlap(overlaps, counts, SplitName.VALID, SplitName.TRAIN);
        addOverlap(overlaps, counts, SplitName.TEST, SplitName.TRAIN);
        addOverlap(overlaps, counts, SplitName.TEST, SplitName.VALID);
        return overlaps;
    }

    private void addOverlap(
            List<Overlap> overlaps,
            Map<SplitName, Long> counts,
            SplitName split,
            SplitName earlier) {
        if (counts.getOrDefault(split, 0L) == 0 || counts.getOrDefault(earlier, 0L) == 0) {
            return;
        }
        boolean byText = names.containsAll(roles.textColumns());
        String key = byText ? textKey() : rowKey();
        String where = byText ? " WHERE " + key + " IS NOT NULL" : "";
        long shared =
                duck.number(
                        "SELECT count(*) FROM (SELECT "
                                + key
                                + " AS k FROM "
                                + rows.of(split)
                                + where
                                + ") WHERE k IN (SELECT "
                                + key
                                + " FROM "
                                + rows.of(earlier)
                                + where
                                + ")");
        overlaps.add(new Overlap(split, earlier, shared, byText));
    }

    /** NULL for a row without a text. */
    private String textKey() {
        String text = TableRows.text(roles.textColumns());
        return "CASE WHEN " + text + " <> '' THEN hash(" + text + ") END";
    }

    private String rowKey() {
        return names.stream()
                .filter(name -> names.size() == 1 || !name.equals(roles.labelColumn()))
                .map(Duck::name)
                .collect(Collectors.joining(", ", "hash(", ")"));
    }
}
