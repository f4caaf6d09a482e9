package io.kaiye.data;

import io.kaiye.privacy.Deidentifier;
import io.kaiye.privacy.KindCounts;
import io.kaiye.privacy.PersonalDataKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A column of numbers, of which some are telephone, card or other numbers with a form of their own
 * as a whole. Where at least half are, the column is taken for one of them; else it is a chance,
 * such as one order number in ten that has a right check digit.
 *
 * @param before the name of the column, where it suggests that its values are of people: it can
 *     tell what a number is that has no sure form
 * @param text expression of the numbers as texts, whole ones without a decimal point
 * @param values how many there are
 * @param found how many are identifiers
 */
record NumberLook(String before, String text, long values, KindCounts found) {
    /** Telephone numbers have seven digits or more, everything else more. */
    private static final long LEAST = 1_000_000;

    /** Of which floating-point numbers have every digit. */
    private static final String EXACT_MAX = "9007199254740992";

    boolean isOfIdentifiers() {
        return found.total() > 0 && 2 * found.total() >= values;
    }

    boolean isDoubtful() {
        return found.total() > 0 && !isOfIdentifiers();
    }

    Optional<PersonalDataKind> kind(Deidentifier deidentifier, String value) {
        return value.length() < Long.toString(LEAST).length()
                ? Optional.empty()
                : deidentifier.identifier(before, value);
    }

    /**
     * What the columns of numbers hold, where that is an identifier or two. Two passes over each.
     */
    static Map<String, NumberLook> of(
            Duck duck, SplitRows rows, List<Column> columns, Deidentifier deidentifier) {
        Map<String, NumberLook> looks = new LinkedHashMap<>();
        for (Column column : columns) {
            if (column.holdsNumbers()) {
                NumberLook look = look(duck, rows, column, deidentifier);
                if (look.found().total() > 0) {
                    looks.put(column.name(), look);
                }
            }
        }
        return looks;
    }

    private static NumberLook look(
            Duck duck, SplitRows rows, Column column, Deidentifier deidentifier) {
        String name = Duck.name(column.name());
        String before =
                ColumnForm.soundsPersonal(column.name())
                        ? column.name().replace('_', ' ') + ": "
                        : "";
        long values = duck.number("SELECT count(" + name + ") FROM " + rows.relation());
        String large = " FROM " + rows.relation() + " WHERE " + name + " >= " + LEAST;
        NumberLook look = new NumberLook(before, text(column), values, KindCounts.NONE);
        Map<PersonalDataKind, Long> found = new EnumMap<>(PersonalDataKind.class);
        duck.each(
                "SELECT " + look.text() + large,
                row ->
                        look.kind(deidentifier, row.getString(1))
                                .ifPresent(kind -> found.merge(kind, 1L, Long::sum)));
        return new NumberLook(before, look.text(), values, new KindCounts(found));
    }

    private static String text(Column column) {
        String name = Duck.name(column.name());
        if (ColumnForm.isWhole(column.type())) {
            return Duck.asText(column.name());
        }
        return "CASE WHEN abs("
                + name
                + ") < "
                + EXACT_MAX
                + " AND "
                + name
                + " = floor("
                + name
                + ") THEN CAST(CAST("
                + name
                + " AS BIGINT) AS VARCHAR) ELSE "
                + Duck.asText(column.name())
                + " END";
    }
}
