package io.kaiye.data;

import io.kaiye.data.TableProfile.Near;
import io.kaiye.data.TableProfile.Overlap;
import io.kaiye.data.TableProfile.PersonalData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The texts of some rows, chosen by the hash of the column with the most values: the same rows
 * whenever it is asked, unless very many rows share that value. One thread.
 */
final class TextSample {
    /** Near duplicates are looked for among all rows or not at all: a sample would hide most. */
    static final long NEAR_ROWS_MAX = 200_000;

    private static final long ROWS_MAX = 100_000;
    private static final long VALUES_MAX = 2_000_000;

    /** They are held in memory all at once, by DuckDB and here. */
    private static final long CHARACTERS_MAX = 16_000_000;

    /** Where many rows share what they are chosen by, no more than so many times the wanted. */
    private static final long TIMES_WANTED_MAX = 2;

    private static final int NONE = -1;

    private final Duck duck;
    private final SplitRows table;
    private final ProfileLooks looks;
    private final long wanted;
    private final boolean allRows;
    private final String key;
    private final String chosen;
    private final Map<String, TextTally> tallies = new HashMap<>();
    private final List<PersonalData> personal = new ArrayList<>();
    private final Map<ColumnLook, Integer> asked = new LinkedHashMap<>();
    private int askedRows = NONE;
    private long rows;

    /**
     * @param columns of the table, which have been read once
     * @param count rows of the table
     */
    TextSample(
            Duck duck, SplitRows table, ProfileLooks looks, List<ColumnLook> columns, long count) {
        this.duck = duck;
        this.table = table;
        this.looks = looks;
        this.wanted = wanted(columns);
        this.key = key(columns, wanted);
        this.allRows = count <= wanted;
        this.chosen = allRows ? "true" : key + " % " + Math.ceilDiv(count, wanted) + " = 0";
    }

    private static boolean isText(ColumnLook look) {
        return look.form() == ColumnForm.TEXT;
    }

    private static long wanted(List<ColumnLook> columns) {
        long texts = columns.stream().filter(TextSample::isText).count();
        double characters =
                columns.stream()
                        .filter(TextSample::isText)
                        .flatMap(look -> look.spread().stream())
                        .mapToDouble(ColumnProfile.Spread::mean)
                        .sum();
        double most =
                Math.min(
                        Math.min(ROWS_MAX, (double) VALUES_MAX / Math.max(1, texts)),
                        CHARACTERS_MAX / Math.max(1, characters));
        return Math.max(1, (long) most);
    }

    /** The column with the most values; all columns, where its values are few. */
    private static String key(List<ColumnLook> columns, long wanted) {
        ColumnLook most =
                columns.stream().max(Comparator.comparing(ColumnLook::distinct)).orElseThrow();
        return columns.stream()
                .filter(look -> look == most || most.distinct() < wanted)
                .map(ColumnLook::quoted)
                .collect(Collectors.joining(", ", "hash(", ")"));
    }

    /** Asks for the texts of some columns along with other figures. */
    void ask(List<ColumnLook> some, Aggregates questions) {
        asked.clear();
        for (ColumnLook look : some) {
            if (isText(look)) {
                String text = Duck.asText(look.column().name());
                asked.put(
                        look,
                        questions.addTexts(
                                (allRows ? "list(" + text + ")" : some(text))
                                        + " FILTER ("
                                        + chosen
                                        + " AND "
                                        + look.quoted()
                                        + " IS NOT NULL)"));
            }
        }
        askedRows = asked.isEmpty() ? NONE : questions.add("count(*) FILTER (" + chosen + ")");
    }

    private String some(String text) {
        return "min_by(" + text + ", " + key + ", " + TIMES_WANTED_MAX * wanted + ")";
    }

    /** Looks at the texts that were asked for last. */
    void read(Aggregates answers) {
        if (askedRows == NONE) {
            return;
        }
        rows = Math.min(answers.count(askedRows), TIMES_WANTED_MAX * wanted);
        asked.forEach(
                (look, number) -> {
                    TextTally tally = new TextTally(looks.personal());
                    answers.texts(number).forEach(tally::add);
                    String name = look.column().name();
                    tally.kinds()
                            .forEach(
                                    (kind, found) ->
                                            personal.add(new PersonalData(name, kind, found)));
                    tallies.put(look.quoted(), tally);
                });
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
