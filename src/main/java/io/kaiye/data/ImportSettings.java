package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;

/**
 * How files are read and split. The shares and the seed matter only where one file is split.
 *
 * @param textColumns joined by a line break when there are several
 * @param encoding "auto", "utf-8", "gb18030" or "latin-1"; other spellings of these are taken, too
 * @param quotes true if double quotes enclose fields of CSV and TSV, false if they are characters
 *     like any other
 * @param validShare of each label's rows, 0 to below 1; 0 makes no such split
 * @param testShare the same; train keeps the rest, which must be more than 0
 */
public record ImportSettings(
        List<String> textColumns,
        String labelColumn,
        String encoding,
        boolean quotes,
        double validShare,
        double testShare,
        long seed) {

    /** Columns "text" and "label", encoding found out, 80% train, 10% valid, 10% test, seed 7. */
    public static final ImportSettings DEFAULT =
            new ImportSettings(List.of("text"), "label", "auto", 0.1, 0.1, 7);

    static final int TEXT_COLUMNS_MAX = 20;

    /** Settings for files with quotes, as most have. */
    public ImportSettings(
            List<String> textColumns,
            String labelColumn,
            String encoding,
            double validShare,
            double testShare,
            long seed) {
        this(textColumns, labelColumn, encoding, true, validShare, testShare, seed);
    }

    public ImportSettings {
        textColumns = List.copyOf(textColumns);
        if (textColumns.isEmpty() || textColumns.size() > TEXT_COLUMNS_MAX) {
            throw invalid(
                    "--text names "
                            + textColumns.size()
                            + " columns; accepted are 1 to "
                            + TEXT_COLUMNS_MAX
                            + ".");
        }
        if (textColumns.stream().anyMatch(String::isBlank) || labelColumn.isBlank()) {
            throw invalid("--text and --label need column names, such as --text subject,text.");
        }
        if (textColumns.contains(labelColumn)) {
            throw invalid(
                    "Column \""
                            + labelColumn
                            + "\" is named by --text and by --label; a model would only copy it.");
        }
        encoding = Encodings.known(encoding);
        new Shares(validShare, testShare);
    }

    Shares shares() {
        return new Shares(validShare, testShare);
    }

    private static KaiyeException invalid(String message) {
        return new KaiyeException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
