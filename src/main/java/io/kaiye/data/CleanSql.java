package io.kaiye.data;

import java.util.Collection;
import java.util.stream.Collectors;

/** Expressions that cleaning steps share. */
final class CleanSql {
    private CleanSql() {}

    static boolean isNumber(String type) {
        return ColumnForm.of(type) == ColumnForm.NUMBER;
    }

    static boolean isFloating(String type) {
        return type.equals("FLOAT") || type.equals("DOUBLE");
    }

    /** True where a column has no value: NULL, white space alone, no finite number. */
    static String missing(String column, String type) {
        String name = Duck.name(column);
        if (type.equals("VARCHAR")) {
            return "(" + name + " IS NULL OR trim(" + name + ") = '')";
        }
        if (isFloating(type)) {
            return "(" + name + " IS NULL OR NOT isfinite(" + name + "))";
        }
        return "(" + name + " IS NULL)";
    }

    /** A number column's finite value, NULL where it has none. */
    static String number(String column, String type) {
        String value = "CAST(" + Duck.name(column) + " AS DOUBLE)";
        return isFloating(type)
                ? "CASE WHEN isfinite(" + value + ") THEN " + value + " END"
                : value;
    }

    static String literal(double value) {
        return "CAST('" + value + "' AS DOUBLE)";
    }

    /** Any of the conditions. */
    static String any(Collection<String> conditions) {
        return conditions.stream().collect(Collectors.joining(" OR ", "(", ")"));
    }
}
