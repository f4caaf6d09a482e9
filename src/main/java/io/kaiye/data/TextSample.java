package io.kaiye.data;

import io.kaiye.data.TableProfile.Near;
import io.kaiye.data.TableProfile.Overlap;
import io.kaiye.data.TableProfile.PersonalData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The texts of some rows, chosen by the hash of the column with the most values: the same rows
 * whenever it is asked. One thread.
 */
final class TextSample {
    /** Near duplicates are looked for among all rows or not at all: a sample would hide most. */
    static final long NEAR_ROWS_MAX = 200_000;

    private final Duck duck;
    private final SplitRows table;
    private final ProfileLooks looks;
    private final Map<String, TextTally> tallies = new HashMap<>();
    private final List<PersonalData> personal = new ArrayList<>();
    private long rows;

    TextSample(Duck duck, SplitRows table, ProfileLooks looks) {
        this.duck = duck;
        this.table = table;
        this.looks = looks;
    }

    /** Reads about {@code wanted} rows of {@code count}. */
    void read(List<ColumnLook> columns, long count, long wanted) {
        List<ColumnLook> texts =
                columns.stream().filter(look -> look.form() == ColumnForm.TEXT).toList();
        if (texts.isEmpty() || count == 0) {
            return;
        }
        List<TextTally> all = texts.stream().map(any -> new TextTally(looks.personal())).toList();
        String asked =
                texts.stream()
                        .map(look -> Duck.asText(look.column().name()))
                        .collect(Collectors.joining(", "));
        duck.each(
                "SELECT " + asked + " FROM " + table.relation() + some(columns, count, wanted),
                row -> {
                    rows++;
                    for (int i = 0; i < texts.size(); i++) {
                        String text = row.getString(i + 1);
                        if (text != null) {
                            all.get(i).add(text);
                        }
                    }
                });
        for (int i = 0; i < texts.size(); i++) {
            String name = texts.get(i).column().name();
            all.get(i)
                    .kinds()
                    .forEach((kind, found) -> personal.add(new PersonalData(name, kind, found)));
            tallies.put(texts.get(i).quoted(), all.get(i));
        }
    }

    private static String some(List<ColumnLook> columns, long all, long wanted) {
        if (all <= wanted) {
            return "";
        }
        String most =
                columns.stream()
                        .max(Comparator.comparing(ColumnLook::distinct))
                        .orElseThrow()
                        .quoted();
        return " WHERE hash(" + most + ") % " + Math.ceilDiv(all, wanted) + " = 0";
    }

    long rows() {
        return rows;
    }

    Optional<ColumnProfile.Texts> texts(ColumnLook look) {
        TextTally tally = tallies.get(look.quoted());
        return tally == null ? Optional.empty() : look.spread().flatMap(tally::texts);
    }

    /** False for a value that holds personal data. */
    boolean isShown(String value) {
        return looks.personal().map(finder -> finder.kinds(value).isEmpty()).orElse(true);
    }

    /** Empty where nobody looked. */
    Optional<List<PersonalData>> personalData() {
        return looks.personal().map(any -> List.copyOf(personal));
    }

    /** Near duplicates among the texts of all rows; empty where there are too many, or no texts. */
    Optional<Near> near(ImportSettings roles, List<Column> columns, long all) {
        List<String> names = columns.stream().map(Column::name).toList();
        if (looks.near().isEmpty()
                || all > NEAR_ROWS_MAX
                || !names.containsAll(roles.textColumns())) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        List<SplitName> splits = new ArrayList<>();
        duck.each(
                "SELECT "
                        + TableRows.text(roles.textColumns())
                        + " AS \"kaiye:text\", "
                        + SplitRows.QUOTED
                        + " FROM "
                        + table.relation()
                        + " WHERE \"kaiye:text\" <> ''",
                row -> {
                    texts.add(row.getString(1));
                    splits.add(SplitName.valueOf(row.getString(2)));
                });
        return Optional.of(near(looks.near().get().leaders(texts), splits));
    }

    private static Near near(int[] leaders, List<SplitName> splits) {
        Map<Integer, List<Integer>> groups = new HashMap<>();
        for (int row = 0; row < leaders.length; row++) {
            groups.computeIfAbsent(leaders[row], any -> new ArrayList<>()).add(row);
        }
        groups.values().removeIf(group -> group.size() < 2);
        long repeats = groups.values().stream().mapToLong(group -> group.size() - 1L).sum();
        List<Overlap> overlaps = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            for (SplitName earlier : SplitName.values()) {
                if (earlier.compareTo(split) < 0
                        && splits.contains(split)
                        && splits.contains(earlier)) {
                    long shared =
                            groups.values().stream()
                                    .filter(group -> has(group, earlier, splits))
                                    .flatMap(List::stream)
                                    .filter(row -> splits.get(row) == split)
                                    .count();
                    overlaps.add(new Overlap(split, earlier, shared, true));
                }
            }
        }
        return new Near(groups.size(), repeats, overlaps);
    }

    private static boolean has(List<Integer> group, SplitName split, List<SplitName> splits) {
        return group.stream().anyMatch(row -> splits.get(row) == split);
    }
}
