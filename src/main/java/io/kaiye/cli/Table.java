package io.kaiye.cli;

import io.kaiye.base.TextTable;
import io.kaiye.base.TextTable.Align;
import java.util.ArrayList;
import java.util.List;

/**
 * A table with heads and a rule; a column whose cells all look like numbers is aligned to the
 * right, and all {@link Money} of a column has as many decimals.
 */
final class Table {
    private static final String NUMBER =
            "[$+-]?\\d[\\d,.]*( ?(%|x|s|ms|B|kB|MB|GB|/s))?( \\(.*\\))?|-";

    private final String[] heads;
    private final List<Object[]> cells = new ArrayList<>();

    Table(String... heads) {
        this.heads = heads.clone();
    }

    Table row(Object... row) {
        cells.add(row.clone());
        return this;
    }

    List<String> lines() {
        int[] decimals = decimals();
        List<String[]> rows = cells.stream().map(row -> texts(row, decimals)).toList();
        Align[] aligns = new Align[heads.length];
        String[] rule = new String[heads.length];
        for (int c = 0; c < heads.length; c++) {
            int column = c;
            boolean numbers =
                    !rows.isEmpty() && rows.stream().allMatch(row -> row[column].matches(NUMBER));
            aligns[c] = numbers ? Align.RIGHT : Align.LEFT;
            int width = rows.stream().mapToInt(row -> TextTable.width(row[column])).max().orElse(0);
            rule[c] = "─".repeat(Math.max(TextTable.width(heads[c]), width));
        }
        TextTable table = new TextTable(aligns);
        table.row(heads).row(rule);
        rows.forEach(table::row);
        return table.lines();
    }

    /** Of the money in each column. */
    private int[] decimals() {
        int[] most = new int[heads.length];
        for (Object[] row : cells) {
            for (int c = 0; c < row.length; c++) {
                most[c] = Math.max(most[c], row[c] instanceof Money money ? money.decimals() : 0);
            }
        }
        return most;
    }

    private static String[] texts(Object[] row, int[] decimals) {
        String[] texts = new String[row.length];
        for (int c = 0; c < row.length; c++) {
            texts[c] =
                    row[c] instanceof Money money
                            ? money.text(decimals[c])
                            : String.valueOf(row[c]);
        }
        return texts;
    }
}
