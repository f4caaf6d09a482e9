package io.kaiye.data;

import io.kaiye.base.Progress;
import io.kaiye.base.Suggestions;
import io.kaiye.privacy.Deidentified;
import io.kaiye.privacy.KindCounts;
import io.kaiye.privacy.PersonalDataKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/**
 * Replaces personal data in the columns of a table, texts and whole numbers, row by row in their
 * order, so that pseudonyms are the same every time. One use.
 */
final class Deidentifying implements TableStep {
    private final Deidentification how;
    private final String label;
    private final Progress progress;
    private final Map<String, KindCounts> counts = new LinkedHashMap<>();
    private Map<String, NumberLook> numbers = Map.of();

    Deidentifying(Deidentification how, String label, Progress progress) {
        this.how = how;
        this.label = label;
        this.progress = progress;
    }

    /** What was replaced, by column. */
    Map<String, KindCounts> counts() {
        Map<String, KindCounts> found = new LinkedHashMap<>(counts);
        found.values().removeIf(some -> some.total() == 0);
        return found;
    }

    /** What was seen in columns of numbers that stay as they are. */
    Map<String, KindCounts> few() {
        Map<String, KindCounts> few = new LinkedHashMap<>();
        numbers.forEach(
                (column, look) -> {
                    if (look.isDoubtful()) {
                        few.put(column, look.found());
                    }
                });
        return few;
    }

    /** Numbers that stay in columns of numbers that were replaced. */
    Map<String, Long> rest() {
        Map<String, Long> rest = new LinkedHashMap<>();
        numbers.forEach(
                (column, look) -> {
                    if (look.isOfIdentifiers() && look.values() > look.found().total()) {
                        rest.put(column, look.values() - look.found().total());
                    }
                });
        return rest;
    }

    @Override
    public SplitRows apply(Duck duck, SplitRows rows) {
        List<Column> all = duck.columns(rows.columnsOnly());
        List<String> asked = asked(all);
        numbers =
                how.seesNumbers()
                        ? NumberLook.of(
                                duck,
                                rows,
                                all.stream()
                                        .filter(column -> !asked.contains(column.name()))
                                        .filter(column -> !column.name().equals(label))
                                        .toList(),
                                how.deidentifier())
                        : Map.of();
        List<String> columns = columns(all, asked);
        if (columns.isEmpty()) {
            return rows;
        }
        columns.forEach(column -> counts.put(column, KindCounts.NONE));
        duck.append(
                columns.stream()
                        .map(column -> Duck.name(column) + " VARCHAR")
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "CREATE TABLE replaced (" + SplitRows.NUMBER + " BIGINT, ",
                                        ")")),
                "replaced",
                appender -> fill(duck, rows, columns, appender));
        duck.run(
                "CREATE VIEW deidentified AS SELECT r.* EXCLUDE ("
                        + SplitRows.NUMBER
                        + ") REPLACE ("
                        + columns.stream()
                                .map(
                                        column ->
                                                "n."
                                                        + Duck.name(column)
                                                        + " AS "
                                                        + Duck.name(column))
                                .collect(Collectors.joining(", "))
                        + ") FROM "
                        + rows.numbered()
                        + " r JOIN replaced n USING ("
                        + SplitRows.NUMBER
                        + ") ORDER BY n."
                        + SplitRows.NUMBER);
        return new SplitRows("deidentified");
    }

    private void fill(Duck duck, SplitRows rows, List<String> columns, DuckDBAppender appender)
            throws SQLException {
        String wanted = columns.stream().map(this::text).collect(Collectors.joining(", "));
        long total = duck.number("SELECT count(*) FROM " + rows.relation());
        long[] number = {0};
        try (Progress.Task task = progress.start("Replacing personal data", total, "rows")) {
            duck.each(
                    "SELECT " + wanted + " FROM " + rows.relation(),
                    row -> {
                        appender.beginRow();
                        appender.append(++number[0]);
                        for (int i = 0; i < columns.size(); i++) {
                            String value = row.getString(i + 1);
                            if (value == null) {
                                appender.appendNull();
                            } else {
                                appender.append(replaced(columns.get(i), value));
                            }
                        }
                        appender.endRow();
                        task.advance(1);
                    });
        }
    }

    private String text(String column) {
        NumberLook look = numbers.get(column);
        return look == null ? Duck.asText(column) : look.text();
    }

    private String replaced(String column, String value) {
        NumberLook look = numbers.get(column);
        PersonalDataKind kind =
                look == null
                        ? how.whole().get(column)
                        : look.kind(how.deidentifier(), value).orElse(null);
        if (kind == null && look != null) {
            return value;
        }
        if (kind != null) {
            counts.merge(column, new KindCounts(Map.of(kind, 1L)), KindCounts::plus);
            return how.deidentifier().applyWhole(kind, value);
        }
        Deidentified done = how.deidentifier().apply(value);
        counts.merge(column, done.counts(), KindCounts::plus);
        return done.text();
    }

    /** The columns that were named. */
    private List<String> asked(List<Column> all) {
        List<String> names = all.stream().map(Column::name).toList();
        List<String> asked = new ArrayList<>(how.searched());
        asked.addAll(how.whole().keySet());
        for (String name : asked) {
            if (!names.contains(name)) {
                throw Refusal.usage(
                        "There is no column \""
                                + name
                                + "\". "
                                + Suggestions.didYouMean(name, names)
                                + "There are: "
                                + Suggestions.list(names, 30)
                                + ".");
            }
        }
        return asked;
    }

    /** In the order of the table. */
    private List<String> columns(List<Column> all, List<String> asked) {
        return all.stream()
                .filter(
                        column ->
                                asked.contains(column.name())
                                        || isOfIdentifiers(column.name())
                                        || (how.searched().isEmpty()
                                                && column.type().equals("VARCHAR")
                                                && !column.name().equals(label)))
                .map(Column::name)
                .toList();
    }

    private boolean isOfIdentifiers(String column) {
        NumberLook look = numbers.get(column);
        return look != null && look.isOfIdentifiers();
    }
}
