package io.kaiye.data;

import java.util.List;

/**
 * Something in the data that a person should look at, but that does not stop an import.
 *
 * @param count rows, texts or labels concerned, as the kind says
 * @param message one sentence or two, with what to do
 * @param examples up to five, short
 */
public record Warning(Kind kind, int count, String message, List<String> examples) {
    public Warning {
        examples = List.copyOf(examples);
    }

    /** Without what may quote a row. */
    Warning withoutExamples() {
        boolean quotes = message.indexOf('"') >= 0 || message.indexOf('“') >= 0;
        return new Warning(
                kind,
                count,
                quotes ? kind.name() + "; what it quoted was erased." : message,
                List.of());
    }

    /** What is the matter. */
    public enum Kind {
        /** Rows that could not be read, which are in a file of their own. */
        QUARANTINED,
        /** Rows without a text, which were left out. */
        EMPTY_TEXT,
        /** Rows without a label, which were left out. */
        EMPTY_LABEL,
        /** Labels with a single row, which stays in train. */
        SINGLE_ROW_LABEL,
        /** Groups of labels that differ only by space, case or width. */
        SIMILAR_LABELS,
        /** Texts that carry two labels or more. */
        CONFLICTING_LABELS,
        /** Rows that repeat an earlier row of the same split. */
        DUPLICATE_ROWS,
        /** Rows of valid or test whose text is also in an earlier split. */
        LEAK,
        /** A split without rows. */
        EMPTY_SPLIT,
        /** More labels of a table than a version lists. */
        MANY_LABELS
    }
}
