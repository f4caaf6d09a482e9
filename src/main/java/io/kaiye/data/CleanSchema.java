package io.kaiye.data;

import io.kaiye.base.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The columns of a dataset as they are before each step of a plan, and what of the plan does not
 * fit them. Columns that only the data can tell, those of a one-hot code, are taken for granted
 * here. One thread.
 */
final class CleanSchema {
    private static final int NAMES_MAX = 20;

    private final Map<String, String> types = new LinkedHashMap<>();
    private final List<String> prefixes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    CleanSchema(List<Column> columns) {
        columns.forEach(column -> types.put(column.name(), column.type()));
    }

    List<String> problems() {
        return problems;
    }

    void problem(CleanStep.Place place, String why) {
        problems.add(place.at() + ": " + why);
    }

    /** True if there is such a column; else it is a problem. */
    boolean has(CleanStep.Place place, String column) {
        if (types.containsKey(column) || prefixes.stream().anyMatch(column::startsWith)) {
            return true;
        }
        List<String> names = List.copyOf(types.keySet());
        problem(
                place,
                "there is no column \""
                        + column
                        + "\". "
                        + Suggestions.didYouMean(column, names)
                        + "There are: "
                        + Suggestions.list(names, NAMES_MAX)
                        + ".");
        return false;
    }

    void needNumber(CleanStep.Place place, String column, String what) {
        if (has(place, column) && !CleanSql.isNumber(type(column))) {
            problem(
                    place,
                    what
                            + " takes numbers; \""
                            + column
                            + "\" is "
                            + type(column)
                            + ". Take another column, or encode it first.");
        }
    }

    void needText(CleanStep.Place place, String column) {
        if (has(place, column) && !type(column).equals("VARCHAR")) {
            problem(
                    place,
                    "text takes columns of text; \"" + column + "\" is " + type(column) + ".");
        }
    }

    String type(String column) {
        return types.getOrDefault(column, "BIGINT");
    }

    void becomes(String column, String type) {
        if (types.containsKey(column)) {
            types.put(column, type);
        }
    }

    /** A new column; DuckDB does not tell names apart by case. */
    void add(CleanStep.Place place, String column, String type) {
        if (isTaken(column, types.keySet())) {
            problem(
                    place,
                    "there is a column \""
                            + column
                            + "\" already. Give the new one another name with into, or leave the"
                            + " step out if the rows have been through it.");
        }
        types.put(column, type);
    }

    void replaceByCode(String column) {
        types.remove(column);
        prefixes.add(column + "=");
    }

    static boolean isTaken(String column, Iterable<String> names) {
        String lower = column.toLowerCase(Locale.ROOT);
        for (String name : names) {
            if (name.toLowerCase(Locale.ROOT).equals(lower)) {
                return true;
            }
        }
        return false;
    }
}
