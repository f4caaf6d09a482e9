package io.kaiye.cli;

import io.kaiye.base.TextTable;
import io.kaiye.base.TextTable.Align;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table with heads and a rule; a column whose cells all look like numbers is aligned to the
 * right.
 */
final class Table {
    private static final String NUMBER =
            "[$+-]?\\d[\\d,.]*( ?(%|x|s|ms|B|kB|MB|GB|/s))?( \\(.*\\))?|-";

    private final List<String[]> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(heads.clone());
    }

    Table row(Object... cells) {
        rows.add(Arrays.stream(cells).map(String::valueOf).toArray(String[]::new));
        return this;
    }

    List<String> lines() {
        int columns = rows.getFirst().length;
        Align[] aligns = new Align[columns];
        String[] rule = new String[columns];
        for (int c = 0; c < columns; c++) {
            int column = c;
            boolean numbers =
                    rows.size() > 1
                            && rows.stream().skip(1).allMatch(row -> row[column].matches(NUMBER));
            aligns[c] = numbers ? Align.RIGHT : Align.LEFT;
            rule[c] =
                    "─"
                            .repeat(
                                    rows.stream()
                                            .mapToInt(row -> TextTable.width(row[column]))
                                            .max()
                                            .orElse(0));
        }
        TextTable table = new TextTable(aligns);
        table.row(rows.getFirst()).row(rule);
        rows.stream().skip(1).forEach(table::row);
        return table.lines();
    }
}
