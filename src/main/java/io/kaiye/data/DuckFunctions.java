package io.kaiye.data;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBReadableVector;

/** Java functions for SQL, a vector of rows a call. DuckDB calls them from all its threads. */
final class DuckFunctions {
    private DuckFunctions() {}

    /** A text from a text; NULL stays NULL. */
    static void text(Duck duck, String name, UnaryOperator<String> function) {
        duck.function(
                name,
                List.of(DuckDBColumnType.VARCHAR),
                DuckDBColumnType.VARCHAR,
                (in, out) -> {
                    DuckDBReadableVector texts = in.vector(0);
                    for (long row = 0; row < in.rowCount(); row++) {
                        if (texts.isNull(row)) {
                            out.setNull(row);
                        } else {
                            out.setString(row, function.apply(texts.getString(row)));
                        }
                    }
                });
    }

    /** Whether a row's number is marked. */
    static void marks(Duck duck, String name, BitSet marked) {
        duck.function(
                name,
                List.of(DuckDBColumnType.BIGINT),
                DuckDBColumnType.BOOLEAN,
                (in, out) -> {
                    DuckDBReadableVector rows = in.vector(0);
                    for (long row = 0; row < in.rowCount(); row++) {
                        out.setBoolean(row, marked.get((int) rows.getLong(row)));
                    }
                });
    }

    /** The value of a row's number, NULL where it has none. */
    static void values(Duck duck, String name, RowValues values) {
        duck.function(
                name,
                List.of(DuckDBColumnType.BIGINT),
                DuckDBColumnType.DOUBLE,
                (in, out) -> {
                    DuckDBReadableVector rows = in.vector(0);
                    for (long row = 0; row < in.rowCount(); row++) {
                        double value = values.value(rows.getLong(row));
                        if (Double.isNaN(value)) {
                            out.setNull(row);
                        } else {
                            out.setDouble(row, value);
                        }
                    }
                });
    }

    /**
     * A number from several, NaN where one is NULL; NaN becomes NULL.
     *
     * @param function must not keep the array
     */
    static void numbers(Duck duck, String name, int count, ToDoubleFunction<double[]> function) {
        duck.function(
                name,
                Collections.nCopies(count, DuckDBColumnType.DOUBLE),
                DuckDBColumnType.DOUBLE,
                (in, out) -> {
                    DuckDBReadableVector[] columns = new DuckDBReadableVector[count];
                    for (int i = 0; i < count; i++) {
                        columns[i] = in.vector(i);
                    }
                    double[] values = new double[count];
                    for (long row = 0; row < in.rowCount(); row++) {
                        for (int i = 0; i < count; i++) {
                            values[i] = columns[i].getDouble(row, Double.NaN);
                        }
                        double value = function.applyAsDouble(values);
                        if (Double.isNaN(value)) {
                            out.setNull(row);
                        } else {
                            out.setDouble(row, value);
                        }
                    }
                });
    }
}
