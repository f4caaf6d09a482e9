package io.kaiye.base;

import java.util.ArrayList;
import java.util.List;

/**
 * A table as plain lines with aligned columns, two spaces apart. Chinese, Japanese and Korean
 * characters count as two columns, as terminals draw them (Unicode Annex 11, wide and fullwidth);
 * combining marks count as none. No colour codes, no trailing spaces.
 */
public final class TextTable {
    private final List<Align> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** Where a cell stands in its column. */
    public enum Align {
        LEFT,
        RIGHT
    }

    /** A table of these columns, still without rows. */
    public TextTable(Align... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row; missing cells at the end are empty. Control characters become spaces. */
    public TextTable row(String... cells) {
        if (cells.length > columns.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells in a table of " + columns.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            row.add(column < cells.length ? cells[column].replaceAll("\\p{Cntrl}", " ") : "");
        }
        rows.add(row);
        return this;
    }

    /** One line for each row. */
    public List<String> lines() {
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** How many columns of a terminal the text takes. */
    public static int width(String text) {
        return text.codePoints().map(TextTable::width).sum();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - width(cell));
            line.append(column == 0 ? "" : "  ");
            line.append(columns.get(column) == Align.LEFT ? cell + padding : padding + cell);
        }
        return line.toString().stripTrailing();
    }

    private static int width(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT) {
            return 0;
        }
        return wide(codePoint) ? 2 : 1;
    }

    private static boolean wide(int c) {
        return c >= 0x1100
                && (c <= 0x115F
                        || (c >= 0x2E80 && c <= 0x303E)
                        || (c >= 0x3041 && c <= 0x4DBF)
                        || (c >= 0x4E00 && c <= 0xA4CF)
                        || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE6F)
                        || (c >= 0xFF00 && c <= 0xFF60)
                        || (c >= 0xFFE0 && c <= 0xFFE6)
                        || (c >= 0x1F300 && c <= 0x1F64F)
                        || (c >= 0x1F900 && c <= 0x1F9FF)
                        || (c >= 0x20000 && c <= 0x3FFFD));
    }
}
