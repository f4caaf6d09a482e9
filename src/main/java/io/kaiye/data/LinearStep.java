package io.kaiye.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Missing numbers on the straight line between the nearest known ones before and after, along a
 * column of numbers, days or points in time; at the ends the nearest known one. Each split has its
 * own line: nothing is fitted.
 *
 * @param within columns whose values tell lines apart
 */
record LinearStep(Place place, List<String> columns, String orderBy, List<String> within)
        implements CleanStep {
    @Override
    public String title() {
        return "missing " + String.join(", ", columns) + ": linear by " + orderBy;
    }

    @Override
    public List<String> reads() {
        List<String> all = new ArrayList<>(columns);
        all.addAll(within);
        all.add(orderBy);
        return all;
    }

    @Override
    public void check(CleanSchema schema) {
        for (String column : columns) {
            schema.needNumber(place, column, "linear interpolation");
            schema.becomes(column, "DOUBLE");
        }
        within.forEach(column -> schema.has(place, column));
        if (schema.has(place, orderBy)
                && !CleanSql.isNumber(schema.type(orderBy))
                && !isTime(schema.type(orderBy))) {
            schema.problem(
                    place,
                    "order_by takes numbers, days or points in time; \""
                            + orderBy
                            + "\" is "
                            + schema.type(orderBy)
                            + ".");
        }
    }

    private static boolean isTime(String type) {
        return ColumnForm.of(type) == ColumnForm.TIME;
    }

    @Override
    public Map<String, Object> apply(CleanRows rows, Optional<StoredFit> stored) {
        String table = rows.settle("");
        Map<String, String> types = rows.types();
        Map<String, String> replaced = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            RowValues values = values(rows, table, column, types);
            String name = "filled_" + place.number() + "_" + i;
            DuckFunctions.values(rows.duck(), name, values);
            String number = CleanSql.number(column, types.getOrDefault(column, ""));
            replaced.put(column, "coalesce(" + number + ", " + name + "(" + CleanRows.ROW + "))");
        }
        rows.change(place.number(), Change.replace(replaced));
        return Map.of();
    }

    private RowValues values(
            CleanRows rows, String table, String column, Map<String, String> types) {
        String orderType = types.getOrDefault(orderBy, "");
        String order =
                isTime(orderType)
                        ? "epoch(CAST(" + Duck.name(orderBy) + " AS TIMESTAMP))"
                        : CleanSql.number(orderBy, orderType);
        StringBuilder points = new StringBuilder("SELECT rowid AS r, ").append(order);
        points.append(" AS o, ")
                .append(CleanSql.number(column, types.getOrDefault(column, "")))
                .append(" AS x, ")
                .append(SplitRows.QUOTED)
                .append(" AS p");
        String line = "p";
        for (int i = 0; i < within.size(); i++) {
            points.append(", ").append(Duck.name(within.get(i))).append(" AS p").append(i);
            line += ", p" + i;
        }
        points.append(" FROM ").append(table).append(" WHERE ").append(CleanRows.ALIVE);
        RowValues values = new RowValues();
        rows.duck()
                .each(
                        between(points + " AND " + order + " IS NOT NULL", line),
                        row -> values.add(row.getLong(1), row.getDouble(2)));
        return values;
    }

    private static String between(String points, String line) {
        return "SELECT r, CASE WHEN x0 IS NULL OR x1 IS NULL OR o1 = o0 THEN coalesce(x0, x1) ELSE"
                + " x0 + (x1 - x0) * (o - o0) / (o1 - o0) END AS y FROM (SELECT r, o, x,"
                + " last_value(x IGNORE NULLS) OVER before AS x0, last_value(CASE WHEN x IS NOT"
                + " NULL THEN o END IGNORE NULLS) OVER before AS o0, first_value(x IGNORE NULLS)"
                + " OVER after AS x1, first_value(CASE WHEN x IS NOT NULL THEN o END IGNORE"
                + " NULLS) OVER after AS o1 FROM ("
                + points
                + ") WINDOW before AS (PARTITION BY "
                + line
                + " ORDER BY o, r ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), after AS"
                + " (PARTITION BY "
                + line
                + " ORDER BY o, r ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)) WHERE x IS"
                + " NULL AND y IS NOT NULL ORDER BY r";
    }
}
