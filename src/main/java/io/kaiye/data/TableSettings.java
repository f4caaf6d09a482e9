package io.kaiye.data;

import java.util.List;
import java.util.Optional;

/**
 * How files become a table.
 *
 * @param encoding "auto", or one that {@link Encodings#charset} knows
 * @param separator between fields of CSV; found out where it is empty
 * @param quotes false where double quotes are characters like any other
 * @param header false where the first line is a row like any other
 * @param missing what stands for a value that is not there, beside an empty field
 * @param sheet of a workbook; the first where it is empty
 */
public record TableSettings(
        String encoding,
        Optional<Character> separator,
        boolean quotes,
        boolean header,
        List<String> missing,
        Optional<String> sheet) {

    /** What stands for a missing value in most files that have such words. */
    public static final List<String> MISSING =
            List.of("?", "NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "None", "\\N");

    /** Everything is found out. */
    public static final TableSettings DEFAULT =
            new TableSettings("auto", Optional.empty(), true, true, MISSING, Optional.empty());

    /**
     * Of the file that the rows of a query are written to: all is known, nothing else is missing.
     */
    static final TableSettings OF_QUERY =
            new TableSettings("utf-8", Optional.of(','), true, true, List.of(), Optional.empty());

    public TableSettings {
        missing = List.copyOf(missing);
        encoding = Encodings.known(encoding);
    }
}
