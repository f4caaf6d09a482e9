package io.kaiye.data;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the type of every text column from all of its values: whole numbers only where writing the
 * number gives the same text again (so "007" and "1.0" stay what they are), finite decimal numbers,
 * dates, points in time, true and false; text else. A column without any value is text.
 *
 * <p>The first rows rule out most types at little cost, since one value that does not fit is
 * enough; what they leave is tried on all rows, the strictest first.
 */
final class ColumnTypes {
    private static final int FIRST_ROWS = 20_000;
    private static final int EXPRESSIONS_MAX = 250;

    /** The strictest first. */
    enum Guess {
        BIGINT,
        DOUBLE,
        DATE,
        TIMESTAMP,
        BOOLEAN;

        /** A condition that holds for the values that fit, c. */
        String fits(String c) {
            return fits(c, "TRY_CAST(" + c + " AS " + this + ")");
        }

        /** The same where {@code typed} is c as this type, NULL if it is none. */
        String fits(String c, String typed) {
            return switch (this) {
                case BIGINT -> "CAST(" + typed + " AS VARCHAR) = " + c;
                case DOUBLE ->
                        "isfinite("
                                + typed
                                + ") AND NOT (("
                                + c
                                + " >= '00' AND "
                                + c
                                + " < '0:') OR ("
                                + c
                                + " >= '-00' AND "
                                + c
                                + " < '-0:'))";
                case DATE -> "length(" + c + ") BETWEEN 8 AND 10 AND " + typed + " IS NOT NULL";
                case TIMESTAMP -> "length(" + c + ") >= 16 AND " + typed + " IS NOT NULL";
                case BOOLEAN -> "lower(" + c + ") IN ('true', 'false')";
            };
        }
    }

    private final Duck duck;
    private final String relation;
    private final Map<String, EnumSet<Guess>> left = new HashMap<>();

    private ColumnTypes(Duck duck, String relation) {
        this.duck = duck;
        this.relation = relation;
    }

    /** The columns of a relation with the types that they should have. */
    static List<Column> found(Duck duck, String relation) {
        return new ColumnTypes(duck, relation).find();
    }

    /**
     * The same from the first rows alone: {@code relation} with the types that its columns are
     * likely to have, to be confirmed by all rows along with whatever else is read of them.
     */
    static LikelyTypes likely(Duck duck, SplitRows rows) {
        ColumnTypes types = new ColumnTypes(duck, rows.columnsOnly());
        List<Column> columns = duck.columns(types.relation);
        List<Column> texts = types.lookAtFirst(columns);
        Map<String, Guess> guesses = new LinkedHashMap<>();
        Set<String> empty = new HashSet<>();
        for (Column column : types.open(texts)) {
            EnumSet<Guess> left = types.left(column.name());
            if (left.size() == Guess.values().length) {
                empty.add(column.name()); // no value would fit them all
            } else {
                guesses.put(column.name(), left.iterator().next());
            }
        }
        return LikelyTypes.of(duck, rows, columns, guesses, empty);
    }

    /** Rules out what the first rows do not allow; returns the columns of text. */
    private List<Column> lookAtFirst(List<Column> columns) {
        List<Column> texts =
                columns.stream().filter(column -> column.type().equals("VARCHAR")).toList();
        texts.forEach(column -> left.put(column.name(), EnumSet.allOf(Guess.class)));
        tryOn("(SELECT * FROM " + relation + " LIMIT " + FIRST_ROWS + ")", texts, false);
        return texts;
    }

    private List<Column> find() {
        List<Column> columns = duck.columns(relation);
        List<Column> open = open(lookAtFirst(columns));
        Map<String, Guess> sure = new HashMap<>();
        while (!open.isEmpty()) {
            Map<String, Guess> passed = tryOn(relation, open, true);
            sure.putAll(passed);
            open = open(open).stream().filter(column -> !sure.containsKey(column.name())).toList();
        }
        return columns.stream()
                .map(
                        column ->
                                sure.containsKey(column.name())
                                        ? new Column(column.name(), sure.get(column.name()).name())
                                        : column)
                .toList();
    }

    private EnumSet<Guess> left(String name) {
        return left.computeIfAbsent(name, any -> EnumSet.noneOf(Guess.class));
    }

    private List<Column> open(List<Column> texts) {
        return texts.stream().filter(column -> !left(column.name()).isEmpty()).toList();
    }

    /**
     * Counts the values that fit, and takes away the guesses that do not fit all.
     *
     * @param strictest true to try that one alone of each column of which something is known
     * @return the guesses that fit all of one value or more
     */
    private Map<String, Guess> tryOn(String from, List<Column> texts, boolean strictest) {
        List<String> asked = new ArrayList<>();
        List<Guess> guesses = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Column column : texts) {
            for (Guess guess : left(column.name())) {
                asked.add(asked(Duck.name(column.name()), guess));
                guesses.add(guess);
                names.add(column.name());
                if (strictest && left(column.name()).size() < Guess.values().length) {
                    break; // of a column without a value in the first rows, all are asked at once
                }
            }
        }
        Map<String, Guess> passed = new HashMap<>();
        for (int start = 0; start < asked.size(); start += EXPRESSIONS_MAX) {
            int first = start;
            int end = Math.min(asked.size(), start + EXPRESSIONS_MAX);
            duck.each(
                    "SELECT " + String.join(", ", asked.subList(start, end)) + " FROM " + from,
                    row -> {
                        for (int i = first; i < end; i++) {
                            long present = row.getLong(2 * (i - first) + 1);
                            long fit = row.getLong(2 * (i - first) + 2);
                            if (fit < present || (strictest && present == 0)) {
                                left(names.get(i)).remove(guesses.get(i));
                            } else if (present > 0) {
                                passed.putIfAbsent(names.get(i), guesses.get(i));
                            }
                        }
                    });
        }
        return passed;
    }

    private static String asked(String column, Guess guess) {
        return "count(" + column + "), count(*) FILTER (" + guess.fits(column) + ")";
    }
}
